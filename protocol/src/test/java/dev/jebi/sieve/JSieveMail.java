package dev.jebi.sieve;

import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.HeaderText;

import org.apache.jsieve.SieveContext;
import org.apache.jsieve.mail.Action;
import org.apache.jsieve.mail.MailAdapter;

import java.util.ArrayList;
import java.util.List;

/// A message as jSieve sees it.
final class JSieveMail implements MailAdapter {
    private final HeaderSection header;
    private final int size;
    private final List<Action> actions = new ArrayList<>();

    JSieveMail(byte[] message) {
        this.header = HeaderSection.of(message);
        this.size = message.length;
    }

    @Override
    public void setContext(SieveContext context) {
        // nothing of it is wanted
    }

    @Override
    public List<Action> getActions() {
        return actions;
    }

    @Override
    public List<String> getHeader(String name) {
        return header.all(name).stream().map(HeaderText::decode).toList();
    }

    @Override
    public List<String> getMatchingHeader(String name) {
        return getHeader(name);
    }

    @Override
    public List<String> getHeaderNames() {
        return header.names();
    }

    @Override
    public void addAction(Action action) {
        actions.add(action);
    }

    @Override
    public void executeActions() {
        // they are looked at, not done
    }

    @Override
    public int getSize() {
        return size;
    }

    @Override
    public String getContentType() {
        return "text/plain";
    }

    @Override
    public boolean isInBodyText(List<String> phrases) {
        throw new UnsupportedOperationException("the body is not compared");
    }

    @Override
    public boolean isInBodyRaw(List<String> phrases) {
        throw new UnsupportedOperationException("the body is not compared");
    }

    @Override
    public boolean isInBodyContent(List<String> types, List<String> phrases) {
        throw new UnsupportedOperationException("the body is not compared");
    }

    /// An address as jSieve sees it.
    private record Part(String local, String domain) implements Address {
        @Override
        public String getLocalPart() {
            return local;
        }

        @Override
        public String getDomain() {
            return domain;
        }
    }

    @Override
    public Address[] parseAddresses(String name) {
        return header.all(name).stream()
                .flatMap(value -> AddressList.parse(value, 100).stream())
                .filter(a -> a.mailbox().isPresent() && a.host().isPresent())
                .map(a -> new Part(a.mailbox().get(), a.host().get()))
                .toArray(Address[]::new);
    }
}
