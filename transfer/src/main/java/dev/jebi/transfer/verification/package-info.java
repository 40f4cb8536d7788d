/// What this host finds out about mail from strangers: SPF, DKIM, ARC, DMARC and the names of the
/// client, all asked for at once and within a bound of time; and what follows from it for each
/// domain here: mail is taken, put among the junk, or refused. Mail of trusted networks and of
/// account holders does not come here.
@NullMarked
package dev.jebi.transfer.verification;

import org.jspecify.annotations.NullMarked;
