package dev.jebi.imapserver.command;

import dev.jebi.mailstore.FlagChange;
import dev.jebi.mailstore.ModSeq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads one command: first its tag, then the rest, so that what is wrong with the rest can be
/// answered under the tag. For one thread.
public final class ImapParser {
    private final Tokens tokens;
    private final String tag;

    /// Reads the tag.
    ///
    /// @param speech what the client has switched on
    /// @throws BadCommand when there is none
    public ImapParser(ImapInput input, ParserLimits limits, Speech speech) throws IOException {
        tokens = new Tokens(input, limits, speech);
        tag = tokens.tag();
    }

    /// The tag.
    public String tag() {
        return tag;
    }

    /// Reads the command behind the tag.
    ///
    /// @throws BadCommand when there is none
    public ImapCommand command() throws IOException {
        tokens.space();
        String name = tokens.atom().toUpperCase(Locale.ROOT);
        var command = name.equals("UID") ? uid() : command(name);
        tokens.end();
        return command;
    }

    private ImapCommand command(String name) throws IOException {
        return switch (name) {
            case "CAPABILITY" -> new ImapCommand.Capability();
            case "NOOP" -> new ImapCommand.Noop();
            case "LOGOUT" -> new ImapCommand.Logout();
            case "ID" -> id();
            case "STARTTLS" -> new ImapCommand.StartTls();
            case "AUTHENTICATE" -> authenticate();
            case "LOGIN" -> login();
            case "ENABLE" -> enable();
            case "SELECT" -> new SelectParser(tokens).select(false);
            case "EXAMINE" -> new SelectParser(tokens).select(true);
            case "CREATE" -> create();
            case "DELETE" -> delete();
            case "RENAME" -> rename();
            case "SUBSCRIBE" -> subscribe(true);
            case "UNSUBSCRIBE" -> subscribe(false);
            case "LIST" -> new ListParser(tokens).list();
            case "LSUB" -> new ImapCommand.Lsub(new ListParser(tokens).lsub());
            case "NAMESPACE" -> new ImapCommand.Namespace();
            case "STATUS" -> status();
            case "APPEND" -> append();
            case "IDLE" -> new ImapCommand.Idle();
            case "NOTIFY" -> new NotifyParser(tokens).notification();
            case "COMPRESS" -> compress();
            case "UNAUTHENTICATE" -> new ImapCommand.Unauthenticate();
            case "GETQUOTA" -> getQuota();
            case "GETQUOTAROOT" -> getQuotaRoot();
            case "SETQUOTA" -> setQuota();
            case "SETACL" -> new AccessParser(tokens).setAcl();
            case "DELETEACL" -> new AccessParser(tokens).deleteAcl();
            case "GETACL" -> new AccessParser(tokens).getAcl();
            case "LISTRIGHTS" -> new AccessParser(tokens).listRights();
            case "MYRIGHTS" -> new AccessParser(tokens).myRights();
            case "GETMETADATA" -> new MetadataParser(tokens).get();
            case "SETMETADATA" -> new MetadataParser(tokens).set();
            case "ESEARCH" -> new FindParser(tokens, true).multiSearch();
            default -> onMailbox(name);
        };
    }

    private ImapCommand onMailbox(String name) throws IOException {
        return switch (name) {
            case "CHECK" -> new ImapCommand.Check();
            case "CLOSE" -> new ImapCommand.Close();
            case "UNSELECT" -> new ImapCommand.Unselect();
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.empty());
            case "SEARCH" -> new FindParser(tokens, false).search();
            case "SORT" -> new FindParser(tokens, false).sort();
            case "THREAD" -> new FindParser(tokens, false).thread();
            case "CANCELUPDATE" -> new FindParser(tokens, false).cancelUpdate();
            case "FETCH" -> fetch(numbers());
            case "STORE" -> store(numbers());
            case "COPY" -> copy(numbers());
            case "MOVE" -> move(numbers());
            case "REPLACE" -> replace(false);
            default -> throw new BadCommand(BadCommand.Kind.UNKNOWN, "unknown command");
        };
    }

    private ImapCommand uid() throws IOException {
        tokens.space();
        String name = tokens.atom().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "SEARCH" -> new FindParser(tokens, true).search();
            case "SORT" -> new FindParser(tokens, true).sort();
            case "THREAD" -> new FindParser(tokens, true).thread();
            case "FETCH" -> fetch(uids());
            case "STORE" -> store(uids());
            case "COPY" -> copy(uids());
            case "MOVE" -> move(uids());
            case "REPLACE" -> replace(true);
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.of(uids()));
            default -> throw new BadCommand(BadCommand.Kind.UNKNOWN, "unknown UID command");
        };
    }

    private MessageSet numbers() {
        tokens.space();
        return MessageSets.numbers(tokens);
    }

    private MessageSet uids() {
        tokens.space();
        return MessageSets.uids(tokens);
    }

    /// RFC 2971 §3.1
    private ImapCommand id() throws IOException {
        tokens.space();
        if (!tokens.take('(')) {
            tokens.nstring("");
            return new ImapCommand.Id(Map.of());
        }
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        while (!tokens.take(')')) {
            if (!fields.isEmpty()) {
                tokens.space();
            }
            tokens.element();
            String field = tokens.string();
            tokens.space();
            fields.put(field, tokens.nstring(""));
        }
        return new ImapCommand.Id(fields);
    }

    private ImapCommand authenticate() {
        tokens.space();
        String mechanism = tokens.atom().toUpperCase(Locale.ROOT);
        Optional<String> initial = Optional.empty();
        if (tokens.take(' ')) { // RFC 4959 §3; "=" stands for an empty one
            initial = Optional.of(tokens.atom());
        }
        return new ImapCommand.Authenticate(mechanism, initial);
    }

    private ImapCommand login() throws IOException {
        tokens.space();
        String login = Tokens.decode(tokens.astring(), StandardCharsets.UTF_8);
        tokens.space();
        String password = Tokens.decode(tokens.astring(), StandardCharsets.UTF_8);
        return new ImapCommand.Login(login, password);
    }

    private ImapCommand enable() {
        var extensions = new ArrayList<String>();
        do {
            tokens.element();
            tokens.space();
            extensions.add(tokens.atom().toUpperCase(Locale.ROOT));
        } while (tokens.peek() == ' ');
        return new ImapCommand.Enable(extensions);
    }

    private ImapCommand create() throws IOException {
        tokens.space();
        String asked = tokens.newMailboxText();
        var mailbox = Tokens.newMailbox(asked);
        var uses = new ArrayList<String>();
        if (tokens.take(' ')) { // RFC 6154 §3
            tokens.expect('(');
            if (!tokens.keyword().equals("USE")) {
                throw BadCommand.syntax("no such parameter of CREATE");
            }
            tokens.space();
            tokens.expect('(');
            while (!tokens.take(')')) {
                if (!uses.isEmpty()) {
                    tokens.space();
                }
                tokens.element();
                tokens.expect('\\');
                uses.add("\\" + tokens.atom());
            }
            tokens.expect(')');
        }
        return new ImapCommand.Create(mailbox, asked, uses);
    }

    private ImapCommand delete() throws IOException {
        tokens.space();
        return new ImapCommand.Delete(tokens.mailbox());
    }

    private ImapCommand rename() throws IOException {
        tokens.space();
        var from = tokens.mailbox();
        tokens.space();
        return new ImapCommand.Rename(from, tokens.newMailbox());
    }

    private ImapCommand subscribe(boolean subscribed) throws IOException {
        tokens.space();
        return new ImapCommand.Subscribe(tokens.mailbox(), subscribed);
    }

    private ImapCommand status() throws IOException {
        tokens.space();
        var mailbox = tokens.mailbox();
        return new ImapCommand.Status(mailbox, new ListParser(tokens).statusItems());
    }

    private ImapCommand append() throws IOException {
        tokens.space();
        var mailbox = tokens.mailbox();
        return new ImapCommand.Append(mailbox, new AppendParser(tokens).messages());
    }

    private ImapCommand getQuota() throws IOException {
        tokens.space();
        return new ImapCommand.GetQuota(tokens.astring());
    }

    private ImapCommand getQuotaRoot() throws IOException {
        tokens.space();
        return new ImapCommand.GetQuotaRoot(tokens.mailbox());
    }

    private ImapCommand setQuota() throws IOException {
        tokens.space();
        String root = tokens.astring();
        tokens.space();
        tokens.expect('(');
        var limits = new TreeMap<String, Long>();
        while (!tokens.take(')')) {
            if (!limits.isEmpty()) {
                tokens.space();
            }
            tokens.element();
            String resource = tokens.atom().toUpperCase(Locale.ROOT);
            tokens.space();
            limits.put(resource, tokens.number());
        }
        return new ImapCommand.SetQuota(root, limits);
    }

    private ImapCommand fetch(MessageSet messages) throws IOException {
        tokens.space();
        var items = new FetchParser(tokens).items();
        return new ImapCommand.Fetch(messages, items, FetchModifiers.read(tokens));
    }

    private ImapCommand store(MessageSet messages) {
        tokens.space();
        Optional<ModSeq> unchangedSince = Optional.empty();
        if (tokens.take('(')) { // RFC 7162 §3.1.3
            if (!tokens.keyword().equals("UNCHANGEDSINCE")) {
                throw BadCommand.syntax("no such modifier of STORE");
            }
            tokens.space();
            unchangedSince = Optional.of(new ModSeq(tokens.number()));
            tokens.expect(')');
            tokens.space();
        }
        var kind = FlagChange.Kind.REPLACE;
        if (tokens.take('+')) {
            kind = FlagChange.Kind.ADD;
        } else if (tokens.take('-')) {
            kind = FlagChange.Kind.REMOVE;
        }
        String word = tokens.keyword();
        if (!word.equals("FLAGS") && !word.equals("FLAGS.SILENT")) {
            throw BadCommand.syntax("expected FLAGS or FLAGS.SILENT");
        }
        tokens.space();
        var flags = new FlagParser(tokens);
        var change = new FlagChange(kind, tokens.peek() == '(' ? flags.list() : flags.bare());
        return new ImapCommand.Store(messages, change, word.length() > 5, unchangedSince);
    }

    /// RFC 4978 §3
    private ImapCommand compress() {
        tokens.space();
        return new ImapCommand.Compress(tokens.atom().toUpperCase(Locale.ROOT));
    }

    /// RFC 8508 §5
    private ImapCommand replace(boolean uid) throws IOException {
        tokens.space();
        var message = MessageSets.one(tokens, uid);
        tokens.space();
        var target = tokens.mailbox();
        tokens.space();
        return new ImapCommand.Replace(message, target, new AppendParser(tokens).message());
    }

    private ImapCommand copy(MessageSet messages) throws IOException {
        tokens.space();
        return new ImapCommand.Copy(messages, tokens.mailbox());
    }

    private ImapCommand move(MessageSet messages) throws IOException {
        tokens.space();
        return new ImapCommand.Move(messages, tokens.mailbox());
    }
}
