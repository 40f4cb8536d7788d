package dev.jebi.transfer.signing;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.Register;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The keys of the domains, in the register: one value for each domain, so that a switch from one
/// key to the next is one change. Safe for use by several threads.
public final class DkimKeys {
    private static final String KIND = "dkim";
    private static final int PAGE = 200;

    private final Register register;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    /// The keys in a register.
    public DkimKeys(Register register) {
        this.register = register;
    }

    /// A value and what it says: keys are not parsed for each message.
    @SuppressWarnings("ArrayRecordComponent")
    private record Read(byte[] value, List<DkimKey> keys) {}

    private static Register.Name name(String domain) {
        return Register.Name.of(KIND, domain);
    }

    /// All keys of a domain, the oldest first.
    public List<DkimKey> of(Domain domain) throws IOException {
        return of(domain.name());
    }

    private List<DkimKey> of(String domain) throws IOException {
        var value = register.value(name(domain));
        if (value.isEmpty()) {
            read.remove(domain);
            return List.of();
        }
        var before = read.get(domain);
        if (before != null && Arrays.equals(before.value(), value.get())) {
            return before.keys();
        }
        var keys = DkimKeyCodec.decode(domain, value.get());
        read.put(domain, new Read(value.get(), keys));
        return keys;
    }

    /// The keys that sign for a domain: its own, or those of the closest domain above it that has
    /// any; for DMARC they are as good.
    public List<DkimKey> signing(Domain domain) throws IOException {
        String name = domain.literal() ? "" : domain.name();
        while (name.indexOf('.') > 0) {
            var active = of(name).stream().filter(k -> k.state() == KeyState.ACTIVE).toList();
            if (!active.isEmpty()) {
                return active;
            }
            name = name.substring(name.indexOf('.') + 1);
        }
        return List.of();
    }

    /// Puts the keys of a domain in the place of those it had.
    void put(Domain domain, List<DkimKey> keys) throws IOException {
        if (keys.isEmpty()) {
            register.remove(name(domain.name()));
        } else {
            register.put(name(domain.name()), DkimKeyCodec.encode(keys));
        }
    }

    /// The domains that have keys.
    public List<Domain> domains() throws IOException {
        var domains = new ArrayList<Domain>();
        String after = "";
        while (true) {
            var page = register.values(Optional.empty(), KIND, after, PAGE);
            page.keySet().forEach(name -> domains.add(new Domain(name)));
            if (page.size() < PAGE) {
                return List.copyOf(domains);
            }
            after = page.lastKey();
        }
    }
}
