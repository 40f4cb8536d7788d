package dev.jebi.dnslist;

import java.util.List;

/// What a list says.
public sealed interface Listing {
    /// It is listed.
    ///
    /// @param codes the addresses that the list answered with, such as `127.0.0.2`
    /// @param text why, in the list's words, in ASCII; may be empty
    record Listed(List<String> codes, String text) implements Listing {}

    /// It is not.
    record NotListed() implements Listing {}

    /// The list did not answer, or with what is no listing.
    record Unknown(String why) implements Listing {}
}
