package dev.jebi.oauth;

import java.util.List;

/// Where the keys of an issuer come from. Safe for use by several threads.
@FunctionalInterface
public interface KeySource {
    /// The keys; when none of those that are known has this id, newer ones may be fetched.
    List<TokenKey> keys(String id);
}
