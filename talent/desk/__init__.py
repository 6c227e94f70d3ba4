"""The officials' desk for facilitation cases: the queue, a case, its checks and papers, partner authorities, times."""
