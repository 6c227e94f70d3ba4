"""The pages of the money at the desk: funds plans, payment batches, the bank's answers, controls, recoveries."""
