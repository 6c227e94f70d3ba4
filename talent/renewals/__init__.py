"""The expiry radar: what expires when, when its renewal may be applied for, and the reminders."""
