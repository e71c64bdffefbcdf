package io.gantry.kserve.validate;

import io.gantry.kserve.api.Component;
import io.gantry.kserve.api.InferenceService;
import io.gantry.kserve.api.ObjectMeta;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules about names and labels.
final class Names {
    /// Of Services and of the labels that carry a name.
    private static final int MAX_LABEL = 63;

    /// Of DNS names.
    private static final int MAX_SUBDOMAIN = 253;

    private static final String NAME_FORMAT = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(NAME_FORMAT);
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    /// Of a key's name, too, which may not be empty.
    private static final Pattern LABEL_VALUE =
            Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

    private static final String HOW =
            "use lower case letters, digits and '-', starting with a letter and not ending with '-'";

    private Names() {}

    static void service(InferenceService service, Findings findings) {
        String name = service.name();
        if (!NAME.matcher(name).matches()) {
            findings.wrong(
                    "metadata.name",
                    name,
                    format("InferenceService", name),
                    name.isEmpty() ? "give it a name" : HOW);
        }
        namespace(service.metadata(), findings);
        labels(
                "metadata.labels",
                service.metadata() == null ? null : service.metadata().labels(),
                findings);
        for (Parts.Part part : Parts.withVariants(service)) {
            variant(name, part, findings);
            labels(part.path() + ".labels", part.component().labels(), findings);
        }
    }

    static void runtime(@Nullable ObjectMeta metadata, Findings findings) {
        String name = metadata == null || metadata.name() == null ? "" : metadata.name();
        if (!DNS_SUBDOMAIN.matcher(name).matches() || name.length() > MAX_SUBDOMAIN) {
            findings.wrong(
                    "metadata.name",
                    name,
                    "the name of a runtime must be a DNS name",
                    "use lower case letters, digits, '-' and '.', at most %d of them"
                            .formatted(MAX_SUBDOMAIN));
        }
        namespace(metadata, findings);
    }

    /// KServe's sentence about a name, which its clients know.
    static String format(String kind, String name) {
        return ("the %s \"%s\" is invalid: a %s name must consist of lower case alphanumeric characters"
                        + " or '-', and must start with alphabetical character. (e.g. \"my-name\" or"
                        + " \"abc-123\", regex used for validation is '%s')")
                .formatted(kind, name, kind, NAME_FORMAT);
    }

    static boolean matches(String name) {
        return NAME.matcher(name).matches();
    }

    private static void variant(String service, Parts.Part part, Findings findings) {
        Component component = part.component();
        String variant = component.name() == null ? "" : component.name();
        if (!variant.isEmpty() && !NAME.matcher(variant).matches()) {
            findings.wrong(
                    part.path() + ".name",
                    variant,
                    "a variant's name must match ^%s$".formatted(NAME_FORMAT),
                    HOW);
        }
        String suffix =
                "-"
                        + switch (part.kind()) {
                            case PREDICTOR -> "predictor";
                            case TRANSFORMER -> "transformer";
                            case EXPLAINER -> "explainer";
                        };
        String derived = service + (variant.isEmpty() ? "" : "-" + variant) + suffix;
        if (derived.length() > MAX_LABEL) {
            findings.wrong(
                    variant.isEmpty() ? "metadata.name" : part.path() + ".name",
                    variant.isEmpty() ? service : variant,
                    "\"%s\" would have %d characters and Kubernetes allows a Service %d"
                            .formatted(derived, derived.length(), MAX_LABEL),
                    "shorten the name by %d".formatted(derived.length() - MAX_LABEL));
        }
    }

    private static void namespace(@Nullable ObjectMeta metadata, Findings findings) {
        String namespace = metadata == null ? null : metadata.namespace();
        if (namespace != null
                && (namespace.length() > MAX_LABEL || !DNS_LABEL.matcher(namespace).matches())) {
            findings.wrong(
                    "metadata.namespace",
                    namespace,
                    "a namespace must be a DNS label",
                    "use lower case letters, digits and '-', at most %d of them"
                            .formatted(MAX_LABEL));
        }
    }

    private static void labels(
            String path, @Nullable Map<String, String> labels, Findings findings) {
        if (labels == null) {
            return;
        }
        labels.forEach((key, value) -> {
            if (!isLabelKey(key)) {
                findings.wrong(
                        path + "." + key,
                        key,
                        "a label's key must be at most %d letters, digits, '-', '_' or '.', after a DNS name and '/' if it has one"
                                .formatted(MAX_LABEL),
                        "rename it, or make it an annotation");
            }
            if (value.length() > MAX_LABEL || !LABEL_VALUE.matcher(value).matches()) {
                findings.wrong(
                        path + "." + key,
                        value,
                        "a label's value must be at most %d letters, digits, '-', '_' or '.'"
                                .formatted(MAX_LABEL),
                        "shorten it, or make it an annotation");
            }
        });
    }

    private static boolean isLabelKey(String key) {
        int slash = key.indexOf('/');
        String prefix = key.substring(0, Math.max(0, slash));
        String name = key.substring(slash + 1);
        boolean prefixed =
                slash < 0
                        || (prefix.length() <= MAX_SUBDOMAIN
                                && DNS_SUBDOMAIN.matcher(prefix).matches());
        return prefixed
                && !name.isEmpty()
                && name.length() <= MAX_LABEL
                && LABEL_VALUE.matcher(name).matches();
    }
}
