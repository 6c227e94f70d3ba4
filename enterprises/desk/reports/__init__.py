"""What leaders look at: how long work takes, what lies where, why it is corrected, how reviewers judge, the money."""
