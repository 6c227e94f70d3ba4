"""What leaders look at: how long work takes, what lies where, what is corrected, how reviewers judge, the money."""
