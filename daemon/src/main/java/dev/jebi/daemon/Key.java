package dev.jebi.daemon;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every key of the configuration, in one place: its name, its default, what it is for.
enum Key {
    HOSTNAME("hostname", "", "the name this server greets with; default: the machine's name"),
    LISTEN_SMTP("listen.smtp", "*:25", "mail between servers: host:port, :0, or off"),
    LISTEN_SUBMISSION("listen.submission", "*:587", "mail from account holders, STARTTLS"),
    LISTEN_SUBMISSIONS("listen.submissions", "*:465", "mail from account holders, TLS at once"),
    LISTEN_LMTP(
            "listen.lmtp", "off", "mail for mailboxes here from this site's own hosts: host:port"),
    LISTEN_POP3("listen.pop3", "*:110", "POP3, STLS"),
    LISTEN_POP3S("listen.pop3s", "*:995", "POP3, TLS at once"),
    LISTEN_IMAP("listen.imap", "*:143", "IMAP, STARTTLS"),
    LISTEN_IMAPS("listen.imaps", "*:993", "IMAP, TLS at once"),
    LISTEN_MANAGESIEVE("listen.managesieve", "*:4190", "ManageSieve, STARTTLS"),
    AUTH_PLAINTEXT(
            "auth.plaintext",
            "loopback",
            "where a password may cross without TLS: never, loopback, always"),
    AUTH_CHANNEL_BINDING(
            "auth.channel-binding",
            "on",
            "whether SCRAM-SHA-256-PLUS is offered, which clients choose that cannot do it: on or"
                    + " off"),
    AUTH_OAUTH_ISSUER(
            "auth.oauth.issuer", "", "who issues the tokens that sign in; empty: none do"),
    AUTH_OAUTH_AUDIENCE("auth.oauth.audience", "", "whom a token must be for: this service's name"),
    AUTH_OAUTH_KEYS("auth.oauth.keys", "", "the issuer's keys (JWKS): an https address or a file"),
    AUTH_OAUTH_INTROSPECTION(
            "auth.oauth.introspection", "", "the https address that knows about tokens, in place"),
    AUTH_OAUTH_CLIENT("auth.oauth.client", "", "as whom it is asked"),
    AUTH_OAUTH_SECRET("auth.oauth.secret", "", "with which secret"),
    AUTH_OAUTH_CLAIM("auth.oauth.claim", "email", "the claim that names the account's address"),
    RELAY_ROUTES(
            "relay.routes",
            "",
            "static next hops, domain=host:port, in place of DNS; *= is a smarthost; then"
                    + " ;tls=, ;implicit, ;auth=FILE, ;source="),
    RELAY_SOURCE("relay.source", "", "addresses of this machine that mail goes out from"),
    RELAY_NETWORKS(
            "relay.networks",
            "127.0.0.0/8, ::1/128",
            "networks that may relay anywhere through port 25 without AUTH; none for nobody"),
    ADDRESSES_SEPARATORS(
            "addresses.separators",
            "+",
            "characters that part a user from its detail, as in user+detail; off for none"),
    ADDRESSES_SEND_AS(
            "addresses.send-as",
            "owner",
            "who may send with an alias as the author: owner, members or nobody"),
    FORWARD_SRS(
            "forward.srs",
            "on",
            "whether the reverse-path of forwarded mail is rewritten: on or off"),
    LOG_LEVEL("log.level", "info", "error, warn, info, debug or trace"),
    TLS_CERTIFICATE(
            "tls.certificate", "", "PEM file with the certificate chain; default: self-signed"),
    TLS_KEY("tls.key", "", "PEM file with the certificate's key"),
    TLS_CLIENT_AUTHORITIES(
            "tls.client-authorities",
            "",
            "PEM file of authorities whose certificates let clients sign in (EXTERNAL)"),
    PROXY_NETWORKS("proxy.networks", "", "networks of proxies that speak the PROXY protocol to us"),
    DNS_SERVERS("dns.servers", "", "DNS servers to ask, host or host:port; default: the machine's"),
    DNS_DNSSEC(
            "dns.dnssec",
            "auto",
            "whether answers are validated, which DANE needs: auto (when the servers pass"
                    + " signatures on), on, off"),
    DNS_TRUST_ANCHOR(
            "dns.trust-anchor",
            "",
            "file with the DS or DNSKEY records that are trusted; default: the root's"),
    TLS_TRUSTED(
            "tls.trusted",
            "",
            "PEM file with the authorities that vouch for peers; default: the JVM's"),
    RELAY_MTA_STS("relay.mta-sts", "on", "whether policies of MTA-STS are kept to: on or off"),
    REPORTS_SEND(
            "reports.send",
            "on",
            "whether reports about TLS and DMARC are sent to those who ask: on or off"),
    REPORTS_FROM("reports.from", "", "whom reports come from; default: postmaster@hostname"),
    REPORTS_ADDRESS(
            "reports.address", "", "an address here whose mail is searched for reports of others"),
    REPORTS_KEEP("reports.keep", "90d", "how long reports of others are kept"),
    LIMITS_CONNECTIONS("limits.connections", "20000", "connections in all"),
    LIMITS_CONNECTIONS_PER_ADDRESS("limits.connections-per-address", "1000", "from one address"),
    LIMITS_MESSAGE_SIZE("limits.message-size", "50M", "the largest message, in octets"),
    LIMITS_RECIPIENTS("limits.recipients", "1000", "recipients of one message"),
    QUEUE_LIFETIME("queue.lifetime", "5d", "how long delivery is tried before it fails"),
    QUEUE_WARN_AFTER("queue.warn-after", "4h", "when the originator is told of a delay; off"),
    QUEUE_RETRY(
            "queue.retry",
            "1m, 5m, 15m, 30m, 1h, 2h, 4h",
            "pauses between attempts; the last repeats"),
    QUEUE_CONCURRENCY("queue.concurrency", "500", "connections to peers at once"),
    QUEUE_PER_DESTINATION(
            "queue.per-destination", "20", "connections at once to one domain or host, at most"),
    QUEUE_MESSAGES("queue.messages-per-connection", "100", "before another is opened"),
    QUEUE_IDLE("queue.idle", "5s", "how long a connection is kept for the next message; off"),
    VERIFY_STRANGERS(
            "verify.strangers",
            "on",
            "whether SPF, DKIM, ARC and DMARC of mail from strangers are verified: on or off"),
    VERIFY_EXCEPT(
            "verify.except",
            "127.0.0.0/8, ::1/128",
            "networks whose mail is not verified, beside relay.networks; none for nobody"),
    VERIFY_DMARC(
            "verify.dmarc",
            "reject",
            "the most that is done where a domain's DMARC policy asks for it: accept, junk,"
                    + " reject"),
    VERIFY_SPF(
            "verify.spf",
            "accept",
            "what is done where SPF fails and DMARC does not pass: accept, junk, reject"),
    VERIFY_IPREV(
            "verify.iprev",
            "accept",
            "what is done with clients without a name of their own: accept, junk, reject"),
    VERIFY_TEMPORARY(
            "verify.temporary",
            "accept",
            "mail whose DMARC cannot be decided just now: accept, or defer"),
    VERIFY_SEALERS(
            "verify.sealers",
            "",
            "domains whose ARC seals are believed: forwarders and lists that you know"),
    VERIFY_ORGANIZATIONS(
            "verify.organizations",
            "tree-walk",
            "how DMARC finds a domain's organization: tree-walk, public-suffix-list"),
    VERIFY_TIME("verify.time", "10s", "how long the DNS is waited for, twice at most"),
    GUARD_TRUSTED(
            "guard.trusted",
            "",
            "networks whose clients are never limited or banned, beside relay.networks"),
    GUARD_CONNECTIONS(
            "guard.connections", "12000/1m", "connections of one client in a time, or off"),
    GUARD_MESSAGES("guard.messages", "off", "messages of one client in a time, or off"),
    GUARD_UNKNOWN_RECIPIENTS(
            "guard.unknown-recipients",
            "100/1h",
            "recipients that are not here, of one client in a time, or off"),
    GUARD_PASSWORDS(
            "guard.passwords",
            "10/10m",
            "wrong passwords of one client in a time, before it is banned; or off"),
    GUARD_PASSWORDS_PER_ACCOUNT(
            "guard.passwords-per-account",
            "50/1h",
            "wrong passwords for one account in a time, before only networks that it knows may"
                    + " try; or off"),
    GUARD_LINES("guard.lines", "200", "lines a second that are read of one connection; more wait"),
    GUARD_BAN("guard.ban", "1h", "how long a first ban lasts; the next is twice as long"),
    GUARD_BAN_LONGEST("guard.ban-longest", "24h", "how long any ban lasts that nobody asked for"),
    GUARD_SENDING(
            "guard.sending",
            "20000/1d",
            "recipients elsewhere that an account may write to in a time, or off"),
    SCREEN_EXCEPT(
            "screen.except",
            "",
            "networks whose mail no list, greylist or other program decides about"),
    SCREEN_LISTS(
            "screen.lists",
            "",
            "lists in the DNS, zone;action=reject|defer|junk|note|allow;of=client|helo|sender"
                    + ";codes="),
    SCREEN_LISTS_TIME("screen.lists-time", "5s", "how long all lists together are waited for"),
    SCREEN_GREYLIST("screen.greylist", "off", "whether strangers have to come twice: on or off"),
    SCREEN_GREYLIST_DELAY("screen.greylist-delay", "5m", "how soon the second time counts"),
    SCREEN_GREYLIST_KEEP(
            "screen.greylist-keep", "36d", "how long a network is known after its last message"),
    RSPAMD_URL("rspamd.url", "", "rspamd's worker, http://127.0.0.1:11333; empty: it is not asked"),
    RSPAMD_LEARN_URL(
            "rspamd.learn-url", "", "its controller, which learns what owners sort; empty: none"),
    RSPAMD_PASSWORD("rspamd.password", "", "the password of its controller"),
    RSPAMD_TIME("rspamd.time", "20s", "how long it is waited for"),
    RSPAMD_FAILURE(
            "rspamd.failure", "accept", "mail that it does not answer about: accept or defer"),
    MILTER_ADDRESSES(
            "milter.addresses",
            "",
            "milters that look at mail of strangers, one after the other: inet:host:port,"
                    + " unix:/path"),
    MILTER_TIME("milter.time", "1m", "how long each is waited for"),
    MILTER_FAILURE(
            "milter.failure", "defer", "mail that one does not answer about: accept or defer"),
    JUNK_LEARN(
            "junk.learn",
            "on",
            "whether what owners put among the junk and take out of it is learned: on or off"),
    UNDELETE_KEEP(
            "undelete.keep", "14d", "how long expunged messages can be restored; off for never"),
    UNDELETE_SIZE(
            "undelete.size",
            "1G",
            "how much of one account can be restored; with more the oldest goes"),
    TRACE_KEEP("trace.keep", "30d", "how long it is kept what became of messages; off for never"),
    TRACE_SIZE("trace.size", "2G", "how much of that is kept; with more the oldest goes"),
    POP3_BACKUP("pop3.backup", "on", "whether what POP3 deletes can be restored: on or off"),
    SEARCH_INDEX("search.index", "on", "an index that makes SEARCH fast: on or off"),
    STORE_URL(
            "store.url",
            "",
            "jdbc:postgresql://host/database that nodes share; several, with spaces between them,"
                    + " share the accounts; default: a store in the data directory"),
    STORE_USER("store.user", "", "who signs in to that database, if the URL does not say it"),
    STORE_PASSWORD("store.password", "", "with which password"),
    STORE_COMPACT(
            "store.compact",
            "on",
            "whether the space of what was deleted is given back by itself: on or off"),
    STORE_COMPACT_RATE(
            "store.compact.rate", "32M", "octets a second that are copied for it, at most"),
    CONTENT_URL(
            "content.url",
            "",
            "s3://bucket/prefix?endpoint=URL&region=NAME for the octets of a store that nodes"
                    + " share; default: its database"),
    CONTENT_ACCESS_KEY(
            "content.access-key", "", "the access key there; default: what the machine has"),
    CONTENT_SECRET_KEY("content.secret-key", "", "the secret key that belongs to it"),
    CONTENT_CACHE(
            "content.cache",
            "1G",
            "copies of octets on this node's disk, at most; off for none of the database"),
    DKIM_SIGN("dkim.sign", "on", "whether mail by authors of domains with keys is signed"),
    DKIM_OVERSIGN(
            "dkim.oversign",
            "From, To, Cc, Subject, Date, Message-ID, Reply-To, MIME-Version, Content-Type,"
                    + " Content-Transfer-Encoding",
            "fields that nobody may add to a signed message"),
    DKIM_EXPIRY("dkim.expiry", "off", "how long a signature is good, or off"),
    DKIM_RETIRE_AFTER(
            "dkim.retire-after", "7d", "how long a key that signs no more stays published"),
    DKIM_ROTATE_AFTER("dkim.rotate-after", "off", "when the next keys are made unasked, or off"),
    ARC_SEAL("arc.seal", "on", "whether mail that is passed on is sealed: on or off"),
    SENDMAIL_MAILDROP(
            "sendmail.maildrop",
            "",
            "where jebi sendmail leaves mail for the server; default: maildrop in the data"
                    + " directory"),
    STOP_DRAIN("stop.drain", "10s", "how long sessions may take to end when the server stops");

    private final String key;
    private final String standard;
    private final String purpose;

    Key(String key, String standard, String purpose) {
        this.key = key;
        this.standard = standard;
        this.purpose = purpose;
    }

    /// The name in files and for `--set`.
    String key() {
        return key;
    }

    /// The value where none is given.
    String standard() {
        return standard;
    }

    /// What it is for, in a few words.
    String purpose() {
        return purpose;
    }

    /// The name in the environment.
    String variable() {
        return "JEBI_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Whether values given one after the other add up.
    boolean list() {
        return this == RELAY_ROUTES
                || this == RELAY_NETWORKS
                || this == RELAY_SOURCE
                || this == PROXY_NETWORKS
                || this == DNS_SERVERS
                || this == DKIM_OVERSIGN
                || this == VERIFY_EXCEPT
                || this == VERIFY_SEALERS
                || this == GUARD_TRUSTED
                || this == SCREEN_EXCEPT
                || this == SCREEN_LISTS
                || this == MILTER_ADDRESSES;
    }

    /// Whether its value must not be shown; a URL may hold a password.
    boolean secret() {
        return this == STORE_URL
                || this == STORE_PASSWORD
                || this == CONTENT_SECRET_KEY
                || this == RSPAMD_PASSWORD
                || this == AUTH_OAUTH_SECRET;
    }

    /// The key of that name.
    static Optional<Key> of(String name) {
        return Arrays.stream(values()).filter(k -> k.key.equals(name)).findFirst();
    }
}
