package dev.jebi.imapserver;

import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.CopyTarget;
import dev.jebi.mailstore.KeptViews;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.sharing.Right;
import dev.jebi.mailstore.sharing.Rights;
import dev.jebi.mailstore.sharing.Sharing.Granted;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Where the mailbox names of a session lead: to its account's own mailboxes, to those of other
/// users and to shared ones (RFC 2342, RFC 9051 §5.1.2), and what it may do with them (RFC 4314).
/// Every command comes to its mailboxes through this. For one thread.
///
/// A level of the two foreign namespaces stands for an account, and for its INBOX: the others of
/// its mailboxes are below. Who has no right on a mailbox hears of it what they would hear if it
/// did not exist (RFC 4314 §6).
final class Names {
    /// The namespace of other users; their addresses are the levels below.
    static final String OTHERS = "Other Users";

    /// The namespace of what the operator shares.
    static final String SHARED = "Shared Folders";

    /// What is expunged can be read and copied from, and nothing else.
    private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ);

    private final ImapFace face;
    private final MailStore store;
    private final Account account;

    Names(ImapFace face, Account account) {
        this.face = face;
        this.store = face.store();
        this.account = account;
    }

    /// Where a name stands, whether or not there is such a mailbox.
    ///
    /// @param owner whose mailbox it would be
    /// @param inside its name there
    record Spot(AccountId owner, MailboxName inside, boolean own) {}

    /// Who asks.
    Account account() {
        return account;
    }

    /// The mailbox of that name, if there is one that may be known.
    Optional<Named> find(MailboxName name) throws IOException {
        var own = store.mailbox(account.id(), name);
        if (own.isPresent()) { // also where it has a name of before there were other namespaces
            return Optional.of(new Named(name, own.get(), Rights.ALL, true));
        }
        var spot = spot(name).filter(there -> !there.own());
        if (spot.isEmpty()) {
            return kept(name::equals);
        }
        var mailbox = store.mailbox(spot.get().owner(), spot.get().inside());
        if (mailbox.isEmpty()) {
            return Optional.empty();
        }
        var rights = face.sharing().rights(account, mailbox.get());
        return rights.hasAny(Rights.KNOWN)
                ? Optional.of(new Named(name, mailbox.get(), rights, false))
                : Optional.empty();
    }

    /// What was expunged, where the account wants to see it under a name that is wanted here.
    private Optional<Named> kept(Predicate<MailboxName> wanted) throws IOException {
        var name = face.keptViews().of(account.id()).filter(wanted);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try (var mailbox = face.keptViews().open(account.id(), name.get())) {
            return Optional.of(new Named(name.get(), mailbox.info(), READING, true));
        }
    }

    /// The mailbox of that name.
    ///
    /// @throws ImapRefusal when there is none that may be known, or a right on it is missing
    Named need(MailboxName name, Right... rights) throws IOException {
        var found = find(name).orElseThrow(Names::noSuchMailbox);
        for (Right right : rights) {
            require(found.rights(), right);
        }
        return found;
    }

    /// @throws ImapRefusal when the right is not among these
    static void require(Rights rights, Right right) {
        if (!rights.has(right)) {
            throw ImapRefusal.no(
                    ResponseCode.Word.NOPERM, "that needs the right '" + right.letter() + "'");
        }
    }

    static ImapRefusal noSuchMailbox() {
        return ImapRefusal.no(ResponseCode.Word.NONEXISTENT, "there is no such mailbox");
    }

    /// Opens the mailbox of that name.
    ///
    /// @throws ImapRefusal as [#need]
    Opened open(MailboxName name, Right... rights) throws IOException {
        return open(need(name, rights));
    }

    /// Opens a mailbox.
    ///
    /// @throws ImapRefusal when it is gone meanwhile
    Opened open(Named named) throws IOException {
        return opened(named).orElseThrow(Names::noSuchMailbox);
    }

    /// The same; empty when it is gone meanwhile.
    Optional<Opened> opened(Named named) throws IOException {
        var info = named.mailbox();
        if (KeptViews.is(info)) {
            Access reading = () -> READING;
            var expunged = face.keptViews().open(info.account(), info.name());
            return Optional.of(
                    new Opened(
                            named,
                            new GuardedMailbox(expunged, reading, OptionalLong.empty()),
                            reading));
        }
        var mailbox = store.open(info.account(), info.name());
        return mailbox.isEmpty() ? Optional.empty() : Optional.of(opened(named, mailbox.get()));
    }

    private Opened opened(Named named, Mailbox mailbox) throws IOException {
        var info = named.mailbox();
        var limit = face.appendLimits().of(info.id());
        if (named.own() && limit.isEmpty()) {
            return new Opened(named, mailbox, Access.OWNER);
        }
        Access access =
                named.own()
                        ? Access.OWNER
                        : new LiveAccess(face.sharing(), account, info.account(), info.id());
        return new Opened(named, new GuardedMailbox(mailbox, access, limit), access);
    }

    /// Where to copy or append to.
    ///
    /// @throws ImapRefusal with TRYCREATE where the mailbox could be made
    Named target(MailboxName name) throws IOException {
        var found = find(name);
        if (found.isEmpty()) {
            boolean tryCreate = !name.isInbox() && mayCreate(name);
            throw ImapRefusal.no(
                    tryCreate ? ResponseCode.Word.TRYCREATE : ResponseCode.Word.NONEXISTENT,
                    "there is no such mailbox");
        }
        require(found.get().rights(), Right.INSERT);
        return found.get();
    }

    /// What the store has to know to copy there.
    CopyTarget copyTarget(MailboxName name) throws IOException {
        var target = target(name);
        return new CopyTarget(
                target.mailbox().account(), target.mailbox().name(), target.rights().flags());
    }

    private boolean mayCreate(MailboxName name) throws IOException {
        var spot = spot(name);
        return spot.isPresent() && (spot.get().own() || parentRights(spot.get()).has(Right.CREATE));
    }

    /// Where a mailbox that is to be made would stand.
    ///
    /// @throws ImapRefusal where this account may make none
    Spot place(MailboxName name) throws IOException {
        var spot = spot(name);
        if (spot.isEmpty()) {
            throw ImapRefusal.no(
                    ResponseCode.Word.CANNOT, "no mailbox of your own can have that name");
        }
        if (!spot.get().own()) {
            var rights = parentRights(spot.get());
            if (!rights.hasAny(Rights.KNOWN)) {
                throw noSuchMailbox();
            }
            require(rights, Right.CREATE);
        }
        return spot.get();
    }

    private Rights parentRights(Spot spot) throws IOException {
        var parent = parent(spot);
        return parent.isEmpty() ? Rights.NONE : face.sharing().rights(account, parent.get());
    }

    /// The mailbox that is to be made, and those above it that would be made with it.
    List<MailboxName> missing(Spot spot) {
        var missing = new ArrayList<MailboxName>();
        String name = spot.inside().value();
        missing.add(spot.inside());
        for (int at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
            var above = new MailboxName(name.substring(0, at));
            if (store.mailbox(spot.owner(), above).isEmpty()) {
                missing.add(above);
            }
        }
        return missing;
    }

    /// The nearest mailbox above a name; that of another user's first level is their INBOX.
    Optional<MailboxInfo> parent(Spot spot) {
        String name = spot.inside().value();
        for (int at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
            var above = store.mailbox(spot.owner(), new MailboxName(name.substring(0, at)));
            if (above.isPresent()) {
                return above;
            }
        }
        return spot.own() ? Optional.empty() : store.mailbox(spot.owner(), MailboxName.INBOX);
    }

    /// Whose name it is; empty where the name is in a foreign namespace and leads to nobody.
    Optional<Spot> spot(MailboxName name) throws IOException {
        String text = name.value();
        if (isBelow(text, OTHERS)) {
            return foreign(text.substring(OTHERS.length() + 1), false);
        }
        if (isBelow(text, SHARED)) {
            return foreign(text.substring(SHARED.length() + 1), true);
        }
        return text.equals(OTHERS) || text.equals(SHARED)
                ? Optional.empty()
                : Optional.of(new Spot(account.id(), name, true));
    }

    private static boolean isBelow(String name, String namespace) {
        return name.startsWith(namespace)
                && name.length() > namespace.length()
                && name.charAt(namespace.length()) == MailboxName.SEPARATOR;
    }

    private Optional<Spot> foreign(String rest, boolean shared) throws IOException {
        int slash = rest.indexOf(MailboxName.SEPARATOR);
        String level = slash < 0 ? rest : rest.substring(0, slash);
        var owner = shared ? face.trees().account(level) : user(level);
        if (owner.isEmpty() || owner.get().equals(account.id())) {
            return Optional.empty(); // one's own mailboxes have one name each
        }
        var inside = slash < 0 ? MailboxName.INBOX : new MailboxName(rest.substring(slash + 1));
        return slash >= 0 && inside.isInbox()
                ? Optional.empty()
                : Optional.of(new Spot(owner.get(), inside, false));
    }

    private Optional<AccountId> user(String level) throws IOException {
        String address = OwnerLevel.decode(level);
        if (address.indexOf('@') < 0) {
            return Optional.empty(); // a login without domain would be a second name
        }
        var user = store.directory().account(address).map(Account::id);
        return user.isPresent() && face.trees().name(user.get()).isPresent()
                ? Optional.empty()
                : user;
    }

    /// Every mailbox that may be listed: the own ones as the store orders them, then the others by
    /// name.
    List<Named> all() throws IOException {
        var all = new ArrayList<Named>();
        var taken = new HashSet<MailboxName>();
        for (MailboxInfo own : store.mailboxes(account.id())) {
            taken.add(own.name());
            all.add(new Named(own.name(), own, Rights.ALL, true));
        }
        kept(taken::add).ifPresent(all::add);
        var granted = face.sharing().granted(account);
        if (granted.isEmpty()) {
            return all;
        }
        var roots = new HashMap<AccountId, Optional<String>>();
        var others = new ArrayList<Named>();
        for (Granted one : granted) {
            if (one.rights().has(Right.LOOKUP)) {
                name(one.mailbox(), roots)
                        .filter(name -> !taken.contains(name))
                        .ifPresent(name ->
                                others.add(new Named(name, one.mailbox(), one.rights(), false)));
            }
        }
        others.sort(Comparator.comparing(named -> named.name().value()));
        all.addAll(others);
        return all;
    }

    private Optional<MailboxName> name(MailboxInfo mailbox, Map<AccountId, Optional<String>> roots)
            throws IOException {
        var root = roots.get(mailbox.account());
        if (root == null) {
            root = root(mailbox.account());
            roots.put(mailbox.account(), root);
        }
        if (root.isEmpty()) {
            return Optional.empty();
        }
        String name =
                mailbox.name().isInbox()
                        ? root.get()
                        : root.get() + MailboxName.SEPARATOR + mailbox.name();
        return name.length() > MailboxName.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new MailboxName(name));
    }

    /// An account's address, as access lists have it.
    Optional<String> address(AccountId owner) {
        return store.directory().account(owner).map(user -> user.address().toString());
    }

    /// The name under which others see an account; empty when there is no such account.
    Optional<String> root(AccountId owner) throws IOException {
        var tree = face.trees().name(owner);
        if (tree.isPresent()) {
            return Optional.of(SHARED + MailboxName.SEPARATOR + tree.get());
        }
        return store.directory()
                .account(owner)
                .map(user -> OTHERS + MailboxName.SEPARATOR + OwnerLevel.encode(user.address()));
    }
}
