"""Who works here: users and their sign-in, roles, teams, employees with their dialer accounts, and their figures."""
