/// Where the servers of an address are, found without asking the person.
@NullMarked
package dev.jebi.useragent.discovery;

import org.jspecify.annotations.NullMarked;
