package dev.jebi.useragent.discovery;

import dev.jebi.useragent.account.Endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Servers by plain connections.
final class SocketPorts implements Ports {
    private static final int CONNECT_MILLIS = 4_000;
    private static final int WORDS_MILLIS = 2_000;
    private static final int MAX_LINE = 1_000;

    @Override
    public Optional<String> knock(Endpoint server, boolean patient) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
            return Optional.of(patient ? words(socket) : "");
        } catch (IOException _) {
            return Optional.empty(); // nobody there
        }
    }

    private static String words(Socket socket) {
        var line = new StringBuilder();
        try {
            socket.setSoTimeout(WORDS_MILLIS);
            var in = socket.getInputStream();
            int octet;
            while ((octet = in.read()) >= 0 && octet != '\n' && line.length() < MAX_LINE) {
                line.append(new String(new byte[] {(byte) octet}, StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            return line.toString(); // it is there, and says no more
        }
        return line.toString();
    }

    @Override
    public boolean here(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress()
                        || NetworkInterface.getByInetAddress(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return false; // there is no such host
        }
    }
}
