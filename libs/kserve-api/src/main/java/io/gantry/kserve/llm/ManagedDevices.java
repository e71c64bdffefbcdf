package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;
import java.util.regex.Pattern;

/// Rules about the annotations that ask for devices by dynamic resource allocation
/// (`pkg/validation/managed_dra.go`, ValidateManagedDRAAnnotations).
final class ManagedDevices {
    private static final String PREFIX = "serving.kserve.io/exp-dra-";
    private static final String DEVICE_CLASS = PREFIX + "device-class";
    private static final String COUNT = PREFIX + "device-count";
    private static final String SELECTOR = PREFIX + "cel-selector";
    private static final String CONTAINER = PREFIX + "container-name";

    private static final int MAX_LABEL = 63;
    private static final int MAX_SUBDOMAIN = 253;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
    private static final Pattern DNS_SUBDOMAIN =
            Pattern.compile("%s(\\.%s)*".formatted(LABEL, LABEL));
    private static final Pattern POSITIVE = Pattern.compile("\\+?0*[1-9][0-9]{0,17}");

    private ManagedDevices() {}

    static void check(Field service, Findings findings) {
        Field deviceClass = service.annotation(DEVICE_CLASS);
        Field count = service.annotation(COUNT);
        Field selector = service.annotation(SELECTOR);
        Field container = service.annotation(CONTAINER);
        boolean asked = List.of(count, selector, container).stream().anyMatch(Field::present);
        if (asked && !deviceClass.present()) {
            deviceClass.missing(
                    "%s is required to enable managed DRA when %s, %s, or %s is set"
                            .formatted(DEVICE_CLASS, COUNT, SELECTOR, CONTAINER),
                    "name the DeviceClass, for example gpu.nvidia.com",
                    findings);
        }
        name(deviceClass, "device class must be a DNS subdomain", DNS_SUBDOMAIN, findings);
        name(container, "container name must be a DNS label", DNS_LABEL, findings);
        String wanted = count.text().strip();
        if (!wanted.isEmpty() && !POSITIVE.matcher(wanted).matches()) {
            count.wrong(
                    "invalid %s value \"%s\": must be >= 1".formatted(COUNT, count.text()),
                    "leave it out for one device",
                    findings);
        }
        if (selector.present() && selector.text().isBlank()) {
            selector.wrong(
                    "cel selector must contain at least one non-empty CEL expression",
                    "write one expression a line, or remove it",
                    findings);
        }
    }

    private static void name(Field name, String rule, Pattern form, Findings findings) {
        String text = name.text().strip();
        int most = form == DNS_LABEL ? MAX_LABEL : MAX_SUBDOMAIN;
        if (name.present() && (text.length() > most || !form.matcher(text).matches())) {
            name.wrong(
                    text.isEmpty() ? rule.replaceFirst("must be .*", "must not be empty") : rule,
                    "use at most %d lower case letters, digits and '-'".formatted(most),
                    findings);
        }
    }
}
