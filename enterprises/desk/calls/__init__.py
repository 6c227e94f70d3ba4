"""The bureau's pages for calls: draw one up, see what is missing, open it, change what may change, close it early."""
