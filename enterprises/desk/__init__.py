"""The officials' desk inside the admin: the queue, the case workspace, the pages of the steps."""
