package dev.jebi.useragent.discovery;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The file in which a domain tells mail programs where its servers are, as Thunderbird reads it.
/// Only servers with TLS are taken. It comes from strangers: no DTD, no entities, bounded depth.
final class Autoconfig {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_SERVERS = 32;
    private static final int MAX_TEXT = 1_000;

    /// One server of it.
    private record Server(String type, String host, String port, String socket, String user) {
        boolean sensible() {
            return host.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?")
                    && port.matches("[1-9][0-9]{0,4}")
                    && Integer.parseInt(port) <= 0xffff
                    && (socket.equals("SSL") || socket.equals("STARTTLS"));
        }

        boolean implicit() {
            return socket.equals("SSL");
        }

        /// Whether its port alone tells how TLS begins.
        boolean usual() {
            return implicit() == List.of("465", "993", "995").contains(port);
        }

        String place() {
            return host.toLowerCase(Locale.ROOT) + ":" + port;
        }
    }

    private final String address;
    private final List<Server> servers = new ArrayList<>();

    private Autoconfig(String address) {
        this.address = address;
    }

    /// What the file says for an address; nothing when it is no such file.
    static Optional<Found> read(byte[] file, String address, String how) {
        var autoconfig = new Autoconfig(address);
        try {
            autoconfig.read(file);
        } catch (XMLStreamException _) {
            return Optional.empty(); // an error page, or worse
        }
        return autoconfig.found(how);
    }

    private void read(byte[] file) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(file));
        int depth = 0;
        while (xml.hasNext() && servers.size() < MAX_SERVERS) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("a document type is not taken");
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = xml.getLocalName();
                    if (name.equals("incomingServer") || name.equals("outgoingServer")) {
                        servers.add(server(xml));
                    } else if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException("too deep");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /// From its start to its end.
    private static Server server(XMLStreamReader xml) throws XMLStreamException {
        String type = Optional.ofNullable(xml.getAttributeValue(null, "type")).orElse("");
        String host = "";
        String port = "";
        String socket = "";
        String user = "";
        String element = "";
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    element = depth == 1 ? xml.getLocalName() : "";
                    if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException("too deep");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    element = "";
                }
                case XMLStreamConstants.CHARACTERS -> {
                    String text = xml.getText();
                    switch (element) {
                        case "hostname" -> host = joined(host, text);
                        case "port" -> port = joined(port, text);
                        case "socketType" -> socket = joined(socket, text);
                        case "username" -> user = joined(user, text);
                        default -> {}
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("entities are not taken");
                default -> {}
            }
        }
        return new Server(
                type, host.strip(), port.strip(), socket.strip().toUpperCase(Locale.ROOT), user);
    }

    private static String joined(String before, String text) {
        return before.length() + text.length() > MAX_TEXT ? "" : before + text;
    }

    private Optional<Found> found(String how) {
        Optional<Server> imap = first("imap");
        Optional<Server> pop3 = imap.isPresent() ? Optional.empty() : first("pop3");
        Optional<Server> reading = imap.or(() -> pop3);
        if (reading.isEmpty()) {
            return Optional.empty();
        }
        Optional<Server> smtp = first("smtp");
        var chosen = new ArrayList<>(List.of(reading.get()));
        smtp.ifPresent(chosen::add);
        String tls = tls(chosen);
        if (tls.isEmpty()) { // one server on a strange port, the other's TLS begins otherwise
            smtp = Optional.empty();
            tls = tls(List.of(reading.get()));
        }
        return Optional.of(
                new Found(
                        user(reading.get().user()),
                        imap.map(Server::place).orElse(""),
                        smtp.map(Server::place).orElse(""),
                        pop3.map(Server::place).orElse(""),
                        tls,
                        how));
    }

    /// TLS at once first.
    private Optional<Server> first(String type) {
        var fitting = servers.stream().filter(s -> s.type().equals(type) && s.sensible()).toList();
        return fitting.stream()
                .filter(Server::implicit)
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static String tls(List<Server> chosen) {
        if (chosen.stream().allMatch(Server::usual)) {
            return "auto";
        }
        if (chosen.stream().allMatch(Server::implicit)) {
            return "implicit";
        }
        return chosen.stream().noneMatch(Server::implicit) ? "starttls" : "";
    }

    private String user(String pattern) {
        int at = address.lastIndexOf('@');
        String user =
                pattern.strip()
                        .replace("%EMAILADDRESS%", address)
                        .replace("%EMAILLOCALPART%", address.substring(0, at))
                        .replace("%EMAILDOMAIN%", address.substring(at + 1));
        boolean plain = user.matches("[^\\s%\\p{Cntrl}]{1,320}");
        return plain ? user : address;
    }
}
