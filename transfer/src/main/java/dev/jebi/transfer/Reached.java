package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;

import java.util.List;

/// Whom a report to an address of ours gets to.
record Reached(List<Account> accounts, List<Address> elsewhere) {}
