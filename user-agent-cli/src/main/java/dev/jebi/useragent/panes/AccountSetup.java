package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Keeping;
import dev.jebi.useragent.account.Passwords;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.discovery.Discovery;
import dev.jebi.useragent.discovery.Found;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.online.Checkup;
import dev.jebi.useragent.online.Mailboxes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Has the servers found, signs in, and writes the file of accounts.
final class AccountSetup implements Setup {
    private final Surroundings surroundings;
    private final InstantSource clock;
    private final Path home;

    /// Who signs in for the address that was looked for last.
    private final Map<String, String> users = new ConcurrentHashMap<>();

    AccountSetup(Surroundings surroundings, InstantSource clock, Path home) {
        this.surroundings = surroundings;
        this.clock = clock;
        this.home = home;
    }

    @Override
    public Optional<String> likely() {
        return new Discovery().newcomer(System.getProperty("user.name", ""));
    }

    @Override
    public Servers find(String address) throws IOException {
        Optional<Found> found = new Discovery().of(address);
        users.clear();
        found.ifPresent(servers -> users.put(address, servers.user()));
        return found.map(servers ->
                        new Servers(
                                servers.imap(),
                                servers.smtp(),
                                servers.pop3(),
                                servers.tls(),
                                servers.how()))
                .orElse(new Servers("", "", "", "auto", "no server answers; write where they are"));
    }

    @Override
    public List<Keeping> keepings() {
        return Keeping.all(surroundings);
    }

    @Override
    public Mail open(Wanted wanted) throws IOException {
        var values = new LinkedHashMap<String, String>();
        String user = users.getOrDefault(wanted.address(), wanted.address());
        values.put("user", user);
        boolean named = !wanted.name().isBlank();
        String plain = user.equals(wanted.address()) ? "" : wanted.address();
        values.put("from", named ? wanted.name() + " <" + wanted.address() + ">" : plain);
        values.put("imap", wanted.servers().imap());
        values.put("smtp", wanted.servers().smtp());
        values.put("pop3", wanted.servers().pop3());
        values.put("tls", wanted.servers().tls());
        values.values().removeIf(String::isBlank);
        String name = wanted.address().replaceAll(".*@", "").replaceAll("[^A-Za-z0-9]", "-");
        String password =
                wanted.keeping() == Keeping.COMMAND
                        ? Passwords.ofCommand(wanted.secret())
                        : wanted.secret();
        var account =
                new Account(name, key -> Optional.ofNullable(values.get(key)), () -> password);
        var store = LocalStore.of(surroundings, account);
        try (Mailboxes mailboxes = Mailboxes.of(account, store)) {
            mailboxes.list(); // signs in
        }
        if (account.named(Service.SMTP).isPresent()) {
            new Checkup(account).of(Service.SMTP); // nothing is sent
        }
        Profiles profiles = Profiles.in(surroundings.accounts());
        values.forEach((key, value) -> profiles.set(name, key, value));
        profiles.keep(name, wanted.keeping(), wanted.secret(), surroundings);
        if (profiles.standard().isEmpty() || profiles.names().size() == 1) {
            profiles.setStandard(name);
        }
        profiles.write();
        return new AccountMail(account, store, clock, home);
    }
}
