## Keeping an account without a name

mail-sent-keep = We sent a message to { $email }. Your session has ended; its link begins the next one. Paste it here to go on.
keep-lead = Give it your address and a way to sign in again. Everything in it stays.
keep-by = How will you sign in?
keep-by-password = With a password
keep-by-password-hint = You type it with your address.
keep-by-link = With links by e-mail
keep-by-link-hint = You get a link each time.
keep-next-password = You may be asked to confirm your address by e-mail first.
keep-next-link = You get a link at this address. Until you use it, you are signed out.
keep-submit = Keep account
keep-doing = Keeping…
keep-done = This account is yours to keep.
doing-keep = To keep this account
