## The frame around every screen of an account

action-retry-in = Try again in { $time }
action-sign-in-again = Sign in again
keep-banner = This account has no way to sign in again. If you sign out or lose this computer, it is gone.
profile-refresh = Refresh
profile-refreshing = Refreshing…
profile-checked = Checked
profile-no-connection = The connection of this account is missing, so { -app } cannot ask its provider. You were not signed out; the account works again when the connection is back.
stale-offline = You seem to be offline. This is what was known at { $time }.
stale-other = This is what was known at { $time }.
ended-cached = Until then you see what was known last.
unsaved-warning = Your sign-in could not be saved. You are signed in now, but not after closing { -app }.
unsaved-retry = Check the { -vault } again
brief-note = { $provider } lets you in until { $time } only. Then you will be asked to sign in again.
until-exit-note = You are signed in until you close { -app }.
vault-closed-account = You were not signed out.

sign-out-lead = Ends this session at { $provider } and removes it from this computer.
sign-out-title = Sign out { $account }?
sign-out-body = The session ends at { $host }, and { -app } forgets this account. The account itself stays.
sign-out-anonymous = There is no way to sign in to this account again. It ends with this session.
sign-out-doing = Signing out…
toast-signed-out = Signed out { $account }.
toast-signed-out-unrevoked = Signed out { $account } here. { $host } could not be told; the session there ends by itself.

everywhere-ask = Sign out everywhere?
everywhere-body = Every session of { $account } ends at { $name }, this one too. Every access token stops working, so programs that use one have to be given another.
everywhere-confirm = Sign out everywhere
everywhere-doing = Signing out…
access-runs-out = What is open there may go on for some minutes, until its access runs out.

## What these screens say in the same words

action-save = Save
send-again-in = Send again in { $time }
sign-out = Sign out
add-hand-off = { $provider } offers it on its own page.
