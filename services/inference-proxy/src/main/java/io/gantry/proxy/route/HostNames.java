package io.gantry.proxy.route;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells the host names of models, which lie right below some domains, from others.
public final class HostNames {

    private final List<String> suffixes;

    /// @param domains for example `example.com`
    public HostNames(List<String> domains) {
        suffixes = domains.stream().map(domain -> "." + withoutLastDot(domain.strip())).toList();
    }

    /// The label in front of the domain, in small letters; null where the host is no model's.
    ///
    /// @param host without its port
    public @Nullable String labelOf(String host) {
        for (String suffix : suffixes) {
            int end = host.length() - suffix.length();
            if (host.endsWith(".")) {
                end--;
            }
            if (end > 0
                    && host.regionMatches(true, end, suffix, 0, suffix.length())
                    && host.lastIndexOf('.', end - 1) < 0) {
                return host.substring(0, end).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
