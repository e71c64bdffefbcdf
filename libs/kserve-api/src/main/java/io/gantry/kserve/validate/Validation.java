package io.gantry.kserve.validate;

import io.gantry.kserve.api.InferenceService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether an InferenceService can be accepted.
public final class Validation {
    private Validation() {}

    /// Everything that keeps the service from being accepted; nothing if it can be. `old` is what
    /// it would replace, null if it is new.
    ///
    /// What is found by the schema and by the webhook alike is found once.
    public static List<Violation> validate(
            InferenceService service, @Nullable InferenceService old) {
        Findings findings = new Findings();
        webhook(service, old, findings);
        Storage.schemes(service, findings);
        Findings schema = new Findings();
        Schema.check(service, schema);
        List<Violation> found = new ArrayList<>(findings.all());
        schema.all().stream()
                .filter(each -> found.stream().noneMatch(one -> one.field().equals(each.field())))
                .forEach(found::add);
        return List.copyOf(found);
    }

    /// What will not work as written although the service can be accepted.
    public static List<Violation> warnings(InferenceService service) {
        Findings findings = new Findings();
        Storage.warnings(service, findings);
        Extensions.warnings(service, findings);
        ProxyAnnotations.warnings(service, findings);
        return findings.all();
    }

    /// What KServe's validating webhook checks, in its order.
    static void webhook(
            InferenceService service, @Nullable InferenceService old, Findings findings) {
        if (old != null) {
            Updates.check(old, service, findings);
        }
        Names.service(service, findings);
        Scaling.autoscalerClass(service, findings);
        Environment.blocked(service, findings);
        MultiNode.check(service, findings);
        Environment.collocation(service, findings);
        Implementations.unnamed(service, findings);
        StoragePlaces.check(service, findings);
        Storage.confidential(service, findings);
        Implementations.exactlyOne(service, findings);
        Environment.protocol(service, findings);
        Extensions.check(service, findings);
        Scaling.metrics(service, findings);
        Canaries.check(service, findings);
        Canaries.percentages(service, findings);
    }
}
