package dev.jebi.dmarc;

/// How the organization that a domain belongs to is found.
public enum OrganizationalDomains {
    /// By the records on the way up the DNS tree (RFC 9989 §4.10.2).
    TREE_WALK,
    /// By the public suffix list (RFC 7489 §3.2).
    PUBLIC_SUFFIX_LIST
}
