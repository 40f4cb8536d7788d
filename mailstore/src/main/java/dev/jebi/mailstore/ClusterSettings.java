package dev.jebi.mailstore;

import dev.jebi.mailstore.cluster.Cluster.ContentOpening;

import java.util.Optional;

/// Which database a node shares with others, and how.
///
/// @param url `jdbc:postgresql://host/database`, with or without credentials
/// @param user if they are not in the URL
/// @param password likewise
/// @param node the name of this node, which no other has: who comes with it ends what had it before
/// @param content where octets are kept, if not in the database
public record ClusterSettings(
        String url,
        Optional<String> user,
        Optional<String> password,
        String node,
        Optional<ContentOpening> content) {
    /// A URL that has all that is needed.
    public static ClusterSettings of(String url, String node) {
        return new ClusterSettings(url, Optional.empty(), Optional.empty(), node, Optional.empty());
    }

    /// The same, of a node with another name.
    ClusterSettings named(String name) {
        return new ClusterSettings(url, user, password, name, content);
    }

    /// Without secrets: a URL may hold a password.
    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return "ClusterSettings[url="
                + (parameters < 0 ? url : url.substring(0, parameters) + "?***")
                + ", node="
                + node
                + "]";
    }
}
