package dev.jebi.useragent.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;

import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/// The DNS by way of what the JDK has, through this machine's resolver.
final class DnsNames implements Names {
    private static final int MAX_RECORDS = 20;
    private static final String TRY_MILLIS = "2000";
    private static final String TRIES = "2";

    @Override
    public List<Place> services(String name) {
        var places = new ArrayList<Place>();
        for (String record : records(name, "SRV")) {
            String[] parts = record.split(" ", -1);
            if (parts.length == 4 && numbers(parts[0], parts[1], parts[2])) {
                places.add(
                        new Place(
                                Integer.parseInt(parts[0]),
                                Integer.parseInt(parts[1]),
                                Integer.parseInt(parts[2]),
                                host(parts[3])));
            }
        }
        return places;
    }

    @Override
    public List<String> exchangers(String domain) {
        record Exchanger(int preference, String host) {}
        var exchangers = new ArrayList<Exchanger>();
        for (String record : records(domain, "MX")) {
            String[] parts = record.split(" ", -1);
            if (parts.length == 2 && numbers(parts[0])) {
                exchangers.add(new Exchanger(Integer.parseInt(parts[0]), host(parts[1])));
            }
        }
        exchangers.sort(Comparator.comparingInt(Exchanger::preference));
        return exchangers.stream().map(Exchanger::host).toList();
    }

    private static String host(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean numbers(String... parts) {
        return List.of(parts).stream().allMatch(part -> part.matches("[0-9]{1,5}"));
    }

    /// The names have letters, digits, dots and hyphens only, so none leads to another kind of
    /// directory, and what the DNS gives are strings: nothing is deserialized.
    @SuppressWarnings("BanJNDI")
    private static List<String> records(String name, String type) {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", TRY_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        var records = new ArrayList<String>();
        try {
            var dns = new InitialDirContext(environment);
            try {
                Attribute found = dns.getAttributes(name, new String[] {type}).get(type);
                for (int i = 0; found != null && i < found.size() && i < MAX_RECORDS; i++) {
                    records.add(String.valueOf(found.get(i)));
                }
            } finally {
                dns.close();
            }
        } catch (NamingException _) {
            return List.of(); // no such name, or no answer: the other ways are asked as well
        }
        return records;
    }
}
