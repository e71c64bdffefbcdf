package io.gantry.monitor.broker;

import java.util.regex.Pattern;

/// Names consumer groups for people. Where every instance of a service reads all, its groups end
/// with a UUID of its own, and what one that has ended leaves behind is no backlog.
final class ConsumerName {

    private static final Pattern INSTANCE =
            Pattern.compile("-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

    private ConsumerName() {}

    /// True when the group goes with its instance.
    static boolean ofInstance(String group) {
        return INSTANCE.matcher(group).find();
    }

    static String of(String group) {
        return INSTANCE.matcher(group).replaceFirst("");
    }
}
