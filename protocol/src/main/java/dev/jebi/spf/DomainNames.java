package dev.jebi.spf;

/// What can be a name in the DNS.
final class DomainNames {
    private static final int LABEL = 63; // RFC 1035 §2.3.4
    private static final int NAME = 253;

    private DomainNames() {}

    /// Whether there could be such a name: no label is empty or too long.
    static boolean canBeAsked(String name) {
        if (name.isEmpty() || name.length() > NAME) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LABEL) {
                return false;
            }
        }
        return true;
    }

    /// RFC 7208 §4.3: what can have a policy is such a name of two labels at least, a dot at its
    /// end passed over; no address literal.
    static boolean canHavePolicy(String name) {
        String bare = withoutDot(name);
        return canBeAsked(bare) && bare.indexOf('.') > 0 && !bare.startsWith("[");
    }

    static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Whether a name is that domain or below it.
    static boolean within(String name, String domain) {
        int more = name.length() - domain.length();
        return more >= 0
                && name.regionMatches(true, more, domain, 0, domain.length())
                && (more == 0 || name.charAt(more - 1) == '.');
    }
}
