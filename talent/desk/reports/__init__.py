"""Times and causes of delay: how long each stage of a facilitation case takes, what lies where, for whom it waits."""
