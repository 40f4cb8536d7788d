package dev.jebi.transfer;

import java.util.Locale;

/// Why a message does not get on, as a word for programs and a sentence for people who know no
/// SMTP.
enum Cause {
    NO_SUCH_DOMAIN("The domain does not exist: nobody has it, or the address is misspelt."),
    NULL_MX("The domain says of itself that it takes no mail at all."),
    DNS_FAILED("The directory of the Internet (DNS) gave no usable answer for the domain."),
    NO_ADDRESS("The domain exists, but no address of a server for its mail could be found."),
    BAD_ADDRESS("The address is written in a way that leads to no server."),
    LEADS_BACK("Mail for the domain leads back to this very server, which does not serve it."),
    CONNECTION_REFUSED(
            "The receiving server refused the connection: nothing listens there, or a firewall"
                    + " is in between."),
    CONNECTION_TIMEOUT(
            "The receiving server did not answer the call at all: it is off, or a firewall drops"
                    + " what we send."),
    UNREACHABLE("There is no way through the network to the receiving server."),
    CONNECTION_FAILED("No connection to the receiving server came about."),
    PEER_SILENT("The receiving server stopped answering in the middle of the conversation."),
    PEER_CLOSED("The receiving server hung up in the middle of the conversation."),
    CONNECTION_LOST("The connection to the receiving server broke down."),
    NOT_SMTP("What answers there does not speak the language of mail servers (SMTP)."),
    TLS_FAILED("The connection could not be encrypted, and without that it must not go."),
    TLS_POLICY(
            "The recipient's domain demands a server that proves who it is (DANE or MTA-STS), and"
                    + " what was found does not."),
    TLS_REQUIRED("The message must travel encrypted, and the receiving server cannot do that."),
    SIGN_IN_FAILED("The server that we send through did not accept our password."),
    STOPPING("This mail system was stopped during the attempt."),
    OWN_FAULT("A fault of this mail system; its log tells more."),
    SPARED(
            "The receiving server could not be reached a moment ago, so it was not tried again"
                    + " yet."),
    UNKNOWN_USER("The receiving server says that there is no such mailbox."),
    MAILBOX_DISABLED("The receiving server says that this mailbox is switched off."),
    MAILBOX_FULL("The receiving server says that the mailbox is full."),
    MOVED("The receiving server says that the owner of the mailbox is somewhere else now."),
    TOO_LARGE("The message is larger than the receiving server takes."),
    GREYLISTED(
            "The receiving server puts off mail from senders that it does not know yet, and takes"
                    + " it a while later (greylisting)."),
    RATE_LIMITED("The receiving server has had too much mail from us for now."),
    BLOCKED("The receiving server refuses mail from this server: our address is on a block list."),
    SPAM("The receiving server takes the message for spam, or for something harmful."),
    NOT_AUTHENTIC(
            "The receiving server does not believe that the message comes from its sender (SPF,"
                    + " DKIM or DMARC)."),
    NO_RELAY("The receiving server does not serve this domain and passes nothing on to it."),
    SIGN_IN_WANTED("The receiving server wants us to sign in first."),
    POLICY("A rule of the receiving server forbids this message."),
    SENDER_REFUSED("The receiving server does not accept the sender's address."),
    TOO_MANY_RECIPIENTS("The receiving server takes fewer recipients at once."),
    PEER_FULL("The receiving server has no room on its disk."),
    PEER_BUSY("The receiving server is too busy, or is being worked on."),
    PEER_FAULT("The receiving server has a fault of its own."),
    LOOP("The message goes round in a circle: it has passed too many servers."),
    CONTENT_REFUSED("The receiving server refuses what is in the message."),
    NOT_UNDERSTOOD("The receiving server did not understand us."),
    TOO_LATE("The time in which the sender wanted it to arrive is over."),
    UNSENDABLE("The receiving server lacks an ability that this message needs."),
    REFUSED("The receiving server refused the message for good."),
    PUT_OFF("The receiving server put the message off."),
    UNKNOWN("The reason is what was said.");

    private final String sentence;

    Cause(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    /// As it stands in the trace for programs.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
