## Linked accounts

linked-title = Linked accounts
linked-lead = Accounts elsewhere by which you can sign in to this one.
linked-refreshed = Linked accounts are up to date.
linked-list = Linked
linked-none = Linked accounts cannot be listed here. There may be some all the same.
linked-unread = Your linked accounts could not be read yet. Nothing was changed.
linked-empty = None yet. You sign in to this account in other ways.
linked-since = Linked
linked-unlink = Unlink
linked-unlink-what = Unlink { $name }
unlink-ask = Unlink { $name }?
unlink-body = You can no longer sign in to this account with { $name }. You can link it again.
unlink-there = At { $name } nothing changes.
unlink-not = { $name } has to stay for now
unlink-others = See your sign-in methods
unlink-confirm = Unlink { $name }
unlinking = Unlinking…
toast-unlinked = { $name } was unlinked.

## Linking another

link-title = Link an account
link-lead = You can then sign in with that account too.
link-action = Link
link-choose = Link { $provider } account
link-none = Every account that can be linked here is linked.

## What is done, for the confirmation sheet

doing-unlink = To unlink { $name }
