package dev.jebi.daemon;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What an administrator may ask, of a running server through the control socket or of the store
/// itself.
sealed interface AdminRequest {
    record DomainAdd(String name) implements AdminRequest {}

    record DomainList() implements AdminRequest {}

    record DomainRemove(String name) implements AdminRequest {}

    /// What a domain wishes to be done with mail from strangers: shown without words, `standard`
    /// for what the configuration says.
    record DomainWish(String name, String words) implements AdminRequest {}

    /// The records to publish.
    record DomainDns(String name) implements AdminRequest {}

    /// The act is list, show, import, waiting or send.
    record Reports(String act, String word) implements AdminRequest {}

    record AccountAdd(String address, String password, String quota, String messages)
            implements AdminRequest {}

    record AccountList() implements AdminRequest {}

    record AccountRemove(String address) implements AdminRequest {}

    record AccountPassword(String address, String password) implements AdminRequest {}

    /// An empty quota stays as it is.
    record AccountQuota(String address, String quota, String messages) implements AdminRequest {}

    record AccountUsage(String address, String largest, String oldestAttachments)
            implements AdminRequest {}

    /// The act is list, restore or drop; the ids stand between commas; what is empty limits
    /// nothing.
    record Undelete(String address, String act, String mailbox, String since, String ids)
            implements AdminRequest {}

    /// What is done with entries of the queue; what is empty limits nothing.
    ///
    /// @param to the other recipient of a redirection
    record Queue(
            QueueAct act,
            String id,
            String domain,
            String sender,
            String recipient,
            String to,
            boolean json)
            implements AdminRequest {}

    /// What can be done with entries of the queue.
    enum QueueAct {
        LIST,
        RETRY,
        HOLD,
        RELEASE,
        REDIRECT,
        REMOVE
    }

    /// The act is list, add or remove; a list's reason says whether it is JSON.
    record Bans(String act, String target, String span, String reason) implements AdminRequest {}

    /// The act is list, add, rotate, publish, retire or check; what is not for it is empty.
    record Dkim(String act, String domain, String selector, String value) implements AdminRequest {
        /// The value may be a private key.
        @Override
        public String toString() {
            return "Dkim[" + act + " " + domain + " " + selector + "]";
        }
    }

    /// What became of messages; what is empty limits nothing.
    record Trace(String term, String since, String owner, boolean json) implements AdminRequest {}

    /// What [AddressAct] says of the words.
    record Addressing(AddressAct act, List<String> words) implements AdminRequest {}

    /// What [RuleAct] says of the words.
    record Rules(RuleAct act, List<String> words) implements AdminRequest {}

    /// What [ShareAct] says of the words.
    record Share(ShareAct act, List<String> words) implements AdminRequest {}

    /// Takes a backup into a directory.
    record Backup(String directory) implements AdminRequest {}

    /// What is empty is not limited.
    record RestoreAccount(
            String directory, String address, String mailbox, String uids, String under)
            implements AdminRequest {}

    /// An empty mailbox is INBOX, or all that the source has.
    ///
    /// @param ids how the source's server made POP3's unique ids
    record Import(String address, String mailbox, String source, String ids)
            implements AdminRequest {}

    /// An address, then `word=value` for what is to be otherwise.
    record Pop3(List<String> words) implements AdminRequest {}

    /// An empty mailbox is every one; the format is mbox or maildir.
    record Export(String address, String mailbox, String target, String format)
            implements AdminRequest {}

    record StoreStats() implements AdminRequest {}

    record StoreVerify() implements AdminRequest {}

    record StoreCompact() implements AdminRequest {}

    record StoreRebuild(boolean withoutMissing) implements AdminRequest {}

    /// The longest text in a request or an outcome, and the most of them.
    int MAX_TEXTS = 1_000_000;

    /// The request as texts: a word, then its arguments.
    private List<String> texts() {
        return switch (this) {
            case DomainAdd(var name) -> List.of("domain-add", name);
            case DomainList() -> List.of("domain-list");
            case DomainRemove(var name) -> List.of("domain-remove", name);
            case DomainWish(var name, var words) -> List.of("domain-wish", name, words);
            case DomainDns(var name) -> List.of("domain-dns", name);
            case Reports(var act, var word) -> List.of("reports", act, word);
            case AccountAdd(var address, var password, var quota, var messages) ->
                    List.of("account-add", address, password, quota, messages);
            case AccountList() -> List.of("account-list");
            case AccountRemove(var address) -> List.of("account-remove", address);
            case AccountPassword(var address, var password) ->
                    List.of("account-password", address, password);
            case AccountQuota(var address, var quota, var messages) ->
                    List.of("account-quota", address, quota, messages);
            case AccountUsage(var address, var largest, var oldest) ->
                    List.of("account-usage", address, largest, oldest);
            case Undelete(var address, var act, var mailbox, var since, var ids) ->
                    List.of("undelete", address, act, mailbox, since, ids);
            case Addressing(var act, var words) -> joined("addressing", act.name(), words);
            case Rules(var act, var words) -> joined("rules", act.name(), words);
            case Share(var act, var words) -> joined("share", act.name(), words);
            case Queue of ->
                    List.of(
                            "queue",
                            of.act().name(),
                            of.id(),
                            of.domain(),
                            of.sender(),
                            of.recipient(),
                            of.to(),
                            Boolean.toString(of.json()));
            case Dkim(var act, var domain, var selector, var value) ->
                    List.of("dkim", act, domain, selector, value);
            case Bans(var act, var target, var span, var reason) ->
                    List.of("ban", act, target, span, reason);
            case Trace(var term, var since, var owner, boolean json) ->
                    List.of("trace", term, since, owner, Boolean.toString(json));
            case Backup(var directory) -> List.of("backup", directory);
            case RestoreAccount(var directory, var address, var mailbox, var uids, var under) ->
                    List.of("restore", directory, address, mailbox, uids, under);
            case Import(var address, var mailbox, var source, var ids) ->
                    List.of("import", address, mailbox, source, ids);
            case Pop3(var words) -> joined("pop3", "", words);
            case Export(var address, var mailbox, var target, var format) ->
                    List.of("export", address, mailbox, target, format);
            case StoreStats() -> List.of("store-stats");
            case StoreVerify() -> List.of("store-verify");
            case StoreCompact() -> List.of("store-compact");
            case StoreRebuild(boolean withoutMissing) ->
                    List.of("store-rebuild", Boolean.toString(withoutMissing));
        };
    }

    private static List<String> joined(String word, String act, List<String> words) {
        var all = new ArrayList<>(List.of(word, act));
        all.addAll(words);
        return all;
    }

    private static AdminRequest of(List<String> texts) throws IOException {
        String word = texts.getFirst();
        List<String> given = texts.subList(1, texts.size());
        return given.size() > 1 ? ofMany(word, given) : ofFew(word, given);
    }

    /// Requests with an act and any number of words.
    private static AdminRequest ofMany(String word, List<String> given) throws IOException {
        var more = given.subList(1, given.size());
        return switch (word) {
            case "addressing" -> new Addressing(AddressAct.valueOf(given.getFirst()), more);
            case "rules" -> new Rules(RuleAct.valueOf(given.getFirst()), more);
            case "share" -> new Share(ShareAct.valueOf(given.getFirst()), more);
            case "pop3" -> new Pop3(more);
            default -> ofFew(word, given);
        };
    }

    private static AdminRequest ofFew(String word, List<String> given) throws IOException {
        return switch (word + "/" + given.size()) {
            case "domain-add/1" -> new DomainAdd(given.get(0));
            case "domain-list/0" -> new DomainList();
            case "domain-remove/1" -> new DomainRemove(given.get(0));
            case "domain-wish/2" -> new DomainWish(given.get(0), given.get(1));
            case "domain-dns/1" -> new DomainDns(given.get(0));
            case "reports/2" -> new Reports(given.get(0), given.get(1));
            case "account-add/4" ->
                    new AccountAdd(given.get(0), given.get(1), given.get(2), given.get(3));
            case "account-list/0" -> new AccountList();
            case "account-remove/1" -> new AccountRemove(given.get(0));
            case "account-password/2" -> new AccountPassword(given.get(0), given.get(1));
            case "account-quota/3" -> new AccountQuota(given.get(0), given.get(1), given.get(2));
            case "account-usage/3" -> new AccountUsage(given.get(0), given.get(1), given.get(2));
            case "undelete/5" ->
                    new Undelete(
                            given.get(0), given.get(1), given.get(2), given.get(3), given.get(4));
            case "queue/7" ->
                    new Queue(
                            QueueAct.valueOf(given.get(0)),
                            given.get(1),
                            given.get(2),
                            given.get(3),
                            given.get(4),
                            given.get(5),
                            Boolean.parseBoolean(given.get(6)));
            case "dkim/4" -> new Dkim(given.get(0), given.get(1), given.get(2), given.get(3));
            case "ban/4" -> new Bans(given.get(0), given.get(1), given.get(2), given.get(3));
            case "trace/4" ->
                    new Trace(
                            given.get(0),
                            given.get(1),
                            given.get(2),
                            Boolean.parseBoolean(given.get(3)));
            case "backup/1" -> new Backup(given.get(0));
            case "restore/5" ->
                    new RestoreAccount(
                            given.get(0), given.get(1), given.get(2), given.get(3), given.get(4));
            case "import/4" -> new Import(given.get(0), given.get(1), given.get(2), given.get(3));
            case "export/4" -> new Export(given.get(0), given.get(1), given.get(2), given.get(3));
            case "store-stats/0" -> new StoreStats();
            case "store-verify/0" -> new StoreVerify();
            case "store-compact/0" -> new StoreCompact();
            case "store-rebuild/1" -> new StoreRebuild(Boolean.parseBoolean(given.get(0)));
            default -> throw new IOException("no such request: " + word);
        };
    }

    /// Writes the request.
    default void write(DataOutput out) throws IOException {
        writeTexts(out, texts());
    }

    /// Reads a request.
    static AdminRequest read(DataInput in) throws IOException {
        List<String> texts = readTexts(in);
        if (texts.isEmpty()) {
            throw new IOException("an empty request");
        }
        return of(texts);
    }

    /// Writes texts with their number.
    static void writeTexts(DataOutput out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    /// Reads texts.
    static List<String> readTexts(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_TEXTS) {
            throw new IOException("so many texts: " + count);
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
