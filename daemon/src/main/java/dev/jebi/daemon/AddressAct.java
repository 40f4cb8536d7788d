package dev.jebi.daemon;

/// What can be done with addresses.
enum AddressAct {
    /// Address, then targets.
    ALIAS_ADD,
    /// Address, who may write, then members.
    GROUP_ADD,
    /// Address, who may write, title, owners, then members; what is empty stays.
    LIST_ADD,
    /// Kind, address, then targets; all when there are none.
    ENTRY_REMOVE,
    /// Kind, and an address or nothing.
    ENTRY_LIST,
    /// Domain, and an address, `none`, or nothing to see it.
    CATCH_ALL,
    /// Domain, and a domain, `none`, or nothing to see it.
    DOMAIN_ALIAS,
    /// Address, `yes` or `no` to keep a copy or `show` or `off`, then targets.
    FORWARD
}
