package dev.jebi.useragent;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Profiles;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.discovery.Discovery;
import dev.jebi.useragent.discovery.Found;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.online.Checkup;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/// An account of which the person says the address only.
final class NewAccount {
    private final Output output;

    NewAccount(Output output) {
        this.output = output;
    }

    /// Whether a word is an address.
    static boolean address(String word) {
        return word.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    }

    /// The address that is meant when none is given.
    static String likely(AccountValues given) {
        return Optional.of(System.getProperty("user.name", ""))
                .filter(_ -> given.nowhere())
                .flatMap(new Discovery()::newcomer)
                .orElseThrow(() ->
                        new Failure(
                                Failure.Kind.USAGE,
                                "give a name or an address; no Jebi on this machine tells one"));
    }

    /// What the account of an address is called: by its domain, unless another has that name.
    static String name(Profiles profiles, String address) {
        String domain = plain(address.substring(address.indexOf('@') + 1));
        Optional<String> user = profiles.value(domain, "user");
        Optional<String> from = profiles.value(domain, "from");
        boolean free = user.isEmpty() && from.isEmpty();
        boolean same = user.equals(Optional.of(address)) || from.equals(Optional.of(address));
        return free || same ? domain : plain(address);
    }

    private static String plain(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9]", "-");
        return plain.substring(0, Math.min(plain.length(), 64));
    }

    /// Sets what the address alone tells; what was given goes over it.
    void into(Profiles profiles, String name, String address, AccountValues given)
            throws IOException {
        profiles.set(name, "user", address);
        if (given.nowhere()) {
            Found found =
                    new Discovery()
                            .of(address)
                            .orElseThrow(() ->
                                    new Failure(
                                            Failure.Kind.NOT_FOUND,
                                            "no servers of "
                                                    + address
                                                    + " are found; give --imap and --smtp"));
            put(profiles, name, "user", found.user());
            put(profiles, name, "from", found.user().equals(address) ? "" : address);
            put(profiles, name, "imap", found.imap());
            put(profiles, name, "smtp", found.smtp());
            put(profiles, name, "pop3", found.pop3());
            put(profiles, name, "tls", found.tls().equals("auto") ? "" : found.tls());
            output.note( // before any password: the DNS is anybody's word (RFC 6186 §6)
                    "servers: "
                            + String.join(
                                    ", ",
                                    Stream.of(found.imap(), found.pop3(), found.smtp())
                                            .filter(server -> !server.isEmpty())
                                            .toList())
                            + "; "
                            + found.how());
        }
    }

    /// Signs in where the mail is read and where it is handed in: what is wrong is told before
    /// anything is kept. Nothing is sent.
    static void check(Profiles profiles, String name, String password) {
        var account = new Account(name, key -> profiles.value(name, key), () -> password);
        for (Service service : Service.values()) {
            if (account.named(service).isPresent()) {
                new Checkup(account).of(service);
            }
        }
    }

    private static void put(Profiles profiles, String name, String key, String value) {
        if (!value.isEmpty()) {
            profiles.set(name, key, value);
        }
    }
}
