package dev.jebi.mailstore.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where objects are kept: `s3://bucket/prefix?endpoint=http://host:port&region=…&path-style=true`.
///
/// @param prefix what every name begins with, empty or with a `/` at its end
/// @param endpoint the server; empty for Amazon's own of the region
/// @param region empty for what the environment says
/// @param pathStyle whether the bucket stands in the path and not in the host name
public record BucketAddress(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle) {
    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9!_.*'()/-]{0,512}");

    /// Whether a text is meant to be one.
    public static boolean looksLike(String url) {
        return url.startsWith(SCHEME);
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException with a sentence that says what to mend
    public static BucketAddress parse(String url) {
        if (!looksLike(url)) {
            throw new IllegalArgumentException("write s3://BUCKET/PREFIX?endpoint=URL&region=NAME");
        }
        String rest = url.substring(SCHEME.length());
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        var options = options(question < 0 ? "" : rest.substring(question + 1));
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("'" + bucket + "' is not the name of a bucket");
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "the prefix '" + prefix + "' has characters that storages disagree about");
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix += "/";
        }
        var endpoint = Optional.ofNullable(options.remove("endpoint")).map(BucketAddress::endpoint);
        var region = Optional.ofNullable(options.remove("region")).filter(r -> !r.isEmpty());
        boolean pathStyle = yes(options.remove("path-style"), endpoint.isPresent());
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(
                    "'"
                            + options.keySet().iterator().next()
                            + "' is no option; there are endpoint, region and path-style"
                            + " (keys go into content.access-key and content.secret-key)");
        }
        return new BucketAddress(bucket, prefix, endpoint, region, pathStyle);
    }

    private static Map<String, String> options(String query) {
        var options = new HashMap<String, String>();
        for (String option : query.split("&", -1)) {
            if (option.isEmpty()) {
                continue;
            }
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            options.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return options;
    }

    private static URI endpoint(String text) {
        try {
            var endpoint = new URI(text);
            boolean web =
                    "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
            if (web && endpoint.getHost() != null && endpoint.getUserInfo() == null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint: " + e.getReason(), e);
        }
        throw new IllegalArgumentException("endpoint: write http://HOST:PORT or https://HOST");
    }

    private static boolean yes(@org.jspecify.annotations.Nullable String value, boolean otherwise) {
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("path-style: write true or false");
        };
    }

    /// As people see it.
    @Override
    public String toString() {
        return SCHEME
                + bucket
                + "/"
                + prefix
                + endpoint.map(e ->
                                " at " + e.getHost() + (e.getPort() < 0 ? "" : ":" + e.getPort()))
                        .orElse("");
    }
}
