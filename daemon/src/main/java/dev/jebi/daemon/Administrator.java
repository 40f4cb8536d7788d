package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.guard.Bans;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Quota;
import dev.jebi.transfer.Filing;
import dev.jebi.transfer.abuse.BanBook;
import dev.jebi.transfer.verification.DomainPolicies;
import dev.jebi.transfer.verification.DomainPolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Carries out what an administrator asks, on an open store. Safe for use by several threads.
final class Administrator {
    private static final Logger LOG = LoggerFactory.getLogger(Administrator.class);

    private final MailStore store;
    private final InstantSource clock;
    private final Filing filing;
    private final Directory directory;
    private final Archives archives;
    private final Backups backups;
    private final Fullness fullness;
    private final StoreKeeping keeping;
    private final DkimDesk dkim;
    private final ReportDesk reports;

    /// @param data the data directory
    /// @param filing of the running server, or of its own
    Administrator(
            MailStore store,
            Path data,
            DkimDesk dkim,
            ReportDesk reports,
            InstantSource clock,
            Filing filing) {
        this.reports = reports;
        this.filing = filing;
        this.dkim = dkim;
        this.store = store;
        this.clock = clock;
        this.backups = new Backups(store);
        this.archives = new Archives(store, data, clock);
        this.keeping = new StoreKeeping(store, clock);
        this.directory = store.directory();
        this.fullness = new Fullness(store);
    }

    /// Carries out one request; says what was wrong in the outcome, and throws nothing.
    ///
    /// @param progress hears of what takes long
    Outcome run(AdminRequest request, Progress progress) {
        return checked(() -> carryOut(request, progress));
    }

    /// Work that may go wrong.
    interface Work {
        Outcome done() throws IOException;
    }

    /// Does work; says what was wrong in the outcome, and throws nothing.
    static Outcome checked(Work work) {
        try {
            return work.done();
        } catch (IllegalArgumentException e) {
            return Outcome.failed(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.error("event=administration-failed cause={}", e.toString(), e);
            return Outcome.failed(
                    ExitCode.TRY_AGAIN, "the store did not take it, try again: " + e.getMessage());
        }
    }

    private Outcome carryOut(AdminRequest request, Progress progress) throws IOException {
        return switch (request) {
            case AdminRequest.DomainAdd(var name) -> addDomain(Domain.parse(name));
            case AdminRequest.DomainList() ->
                    Outcome.done(directory.domains().stream().map(Domain::name).toList());
            case AdminRequest.DomainRemove(var name) -> removeDomain(Domain.parse(name));
            case AdminRequest.DomainWish(var name, var words) ->
                    new DomainWishes(store).run(Domain.parse(name), words);
            case AdminRequest.DomainDns(var name) -> reports.dns(Domain.parse(name), dkim);
            case AdminRequest.Reports wanted -> reports.run(wanted);
            case AdminRequest.AccountAdd wanted -> addAccount(wanted);
            case AdminRequest.AccountList() ->
                    Outcome.done(directory.accounts().stream().map(this::line).toList());
            case AdminRequest.AccountRemove(var address) ->
                    changed(
                            directory.removeAccount(Address.parse(address)),
                            "removed " + address,
                            address);
            case AdminRequest.AccountPassword(var address, var password) ->
                    setPassword(address, password);
            case AdminRequest.AccountQuota wanted -> setQuota(wanted);
            case AdminRequest.AccountUsage wanted -> fullness.usage(wanted);
            case AdminRequest.Undelete wanted -> fullness.undelete(wanted);
            case AdminRequest.Addressing wanted ->
                    new AddressWork(directory, filing.addresses()).run(wanted);
            case AdminRequest.Rules wanted ->
                    new RuleWork(directory, filing.rules().scripts()).run(wanted);
            case AdminRequest.Share wanted ->
                    new ShareWork(store, new BookGroups(filing.addresses().book())).run(wanted);
            case AdminRequest.Dkim wanted -> dkim.run(wanted);
            case AdminRequest.Bans wanted -> // a running server has its own
                    new BanWork(new Bans(new BanBook(store.register()), clock)).run(wanted);
            case AdminRequest.Queue wanted -> new QueueWork(store, clock).run(wanted);
            case AdminRequest.Trace wanted -> new TraceStory(store.trace()).run(wanted);
            case AdminRequest.Backup(var target) -> backups.take(Path.of(target), progress);
            case AdminRequest.RestoreAccount wanted -> backups.restore(wanted, progress);
            case AdminRequest.Pop3 wanted -> new Pop3Work(store).run(wanted);
            case AdminRequest.Import wanted -> archives.bring(wanted, progress);
            case AdminRequest.Export wanted -> archives.take(wanted, progress);
            case AdminRequest.StoreStats() -> keeping.stats(progress);
            case AdminRequest.StoreVerify() -> keeping.verify(progress);
            case AdminRequest.StoreCompact() -> keeping.compact(progress);
            case AdminRequest.StoreRebuild _ ->
                    Outcome.failed(
                            ExitCode.TRY_AGAIN,
                            "a server has the store open; stop it first, the index can only be"
                                    + " made again without it");
        };
    }

    private Outcome addDomain(Domain domain) throws IOException {
        return directory.addDomain(domain)
                ? Outcome.done("added " + domain)
                : Outcome.failed(ExitCode.BAD_DATA, "the domain " + domain + " is there already");
    }

    /// With a domain goes what was said of it: whoever is given its name later finds nothing.
    private Outcome removeDomain(Domain domain) throws IOException {
        var book = filing.addresses().book();
        var used = book.uses(domain);
        if (used.isPresent()) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "the domain " + domain + " still has " + used.get() + "; remove that first");
        }
        try {
            if (!directory.removeDomain(domain)) {
                return Outcome.failed(
                        ExitCode.BAD_DATA,
                        "there is no domain " + domain + "; 'jebi domain list' shows all");
            }
        } catch (IllegalStateException _) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "the domain " + domain + " still has accounts; remove them first");
        }
        book.forget(domain);
        new DomainPolicies(store.register(), DomainPolicy.STANDARD).remove(domain);
        var lines = new ArrayList<>(List.of("removed " + domain));
        lines.addAll(dkim.end(domain));
        return Outcome.done(lines);
    }

    private Outcome addAccount(AdminRequest.AccountAdd wanted) throws IOException {
        var address = Address.parse(wanted.address());
        if (wanted.password().isEmpty()) {
            return Outcome.failed(ExitCode.BAD_DATA, "an empty password is none; give another");
        }
        if (!directory.local(address.domain())) {
            return Outcome.failed(
                    ExitCode.BAD_DATA,
                    "the domain "
                            + address.domain()
                            + " is not served here; add it first: jebi domain add "
                            + address.domain());
        }
        return directory
                .addAccount(
                        address,
                        wanted.password(),
                        quotaOctets(wanted.quota()),
                        quotaMessages(wanted.messages()))
                .map(account -> Outcome.done("added " + account.address()))
                .orElseGet(() ->
                        Outcome.failed(
                                ExitCode.BAD_DATA, "the account " + address + " is there already"));
    }

    private Outcome setQuota(AdminRequest.AccountQuota wanted) throws IOException {
        var account = directory.account(Address.parse(wanted.address()).toString());
        if (account.isEmpty()) {
            return changed(false, "", wanted.address());
        }
        var old = store.quota(account.get().id());
        long octets = wanted.quota().isEmpty() ? old.octetsLimit() : quotaOctets(wanted.quota());
        long messages =
                wanted.messages().isEmpty()
                        ? old.messagesLimit()
                        : quotaMessages(wanted.messages());
        return changed(
                directory.quota(account.get().address(), octets, messages),
                "quota of "
                        + account.get().address()
                        + " is "
                        + Fullness.limit(octets)
                        + (octets == 0 ? "" : " octets")
                        + (messages == 0 ? "" : " and " + messages + " messages"),
                wanted.address());
    }

    private Outcome setPassword(String address, String password) throws IOException {
        return password.isEmpty()
                ? Outcome.failed(ExitCode.BAD_DATA, "an empty password is none; give another")
                : changed(
                        directory.password(Address.parse(address), password),
                        "changed the password of " + address,
                        address);
    }

    private static Outcome changed(boolean there, String done, String address) {
        return there
                ? Outcome.done(done)
                : Outcome.failed(
                        ExitCode.BAD_DATA,
                        "there is no account " + address + "; 'jebi account list' shows all");
    }

    private static long quotaOctets(String quota) {
        return quota.isEmpty() || quota.equals("none") ? 0 : Quantity.octets(quota);
    }

    private static long quotaMessages(String messages) {
        if (messages.isEmpty() || messages.equals("none")) {
            return 0;
        }
        if (!messages.matches("[1-9][0-9]{0,11}")) {
            throw new IllegalArgumentException(
                    "'" + messages + "' is no number of messages; write a number, or none");
        }
        return Long.parseLong(messages);
    }

    private String line(Account account) {
        Quota quota = store.quota(account.id());
        return String.join(
                "\t",
                List.of(
                        account.address().toString(),
                        "used=" + quota.octetsUsed(),
                        "messages=" + quota.messagesUsed(),
                        "quota=" + Fullness.limit(quota.octetsLimit()),
                        "quota-messages=" + Fullness.limit(quota.messagesLimit()),
                        account.active() ? "active" : "inactive"));
    }
}
