package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;

import java.util.List;

/// A message that a script has made, ready to be sent.
public record SieveMail(ReversePath from, List<Address> to, Content content) {}
