/// Whose mail it is and where it is: the file of accounts, servers, passwords, the person's
/// directories.
@NullMarked
package dev.jebi.useragent.account;

import org.jspecify.annotations.NullMarked;
