package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import java.util.Optional;
import java.util.Set;

/// Which requests a revision without a share gets a copy of, whose answers nobody sees.
///
/// @param revision a canary at 0 %
/// @param percent of the requests, above 0 to 100
public record ShadowPolicy(String revision, double percent) {

    /// How many of a hundred requests a canary at 0 % gets a copy of; none without it.
    static final String PERCENT = "gantry.io/shadow-percent";

    static Optional<ShadowPolicy> of(InferenceServiceApplied service) {
        JsonNode wanted = service.manifest().at("/metadata/annotations").path(PERCENT);
        double percent = percent(wanted.asText("0"));
        if (percent == 0) {
            return Optional.empty();
        }
        Set<String> canaries = RevisionChoice.canaries(service);
        return service.revisions().stream()
                .filter(each -> each.trafficPercent() == 0 && canaries.contains(each.name()))
                .map(Revision::name)
                .findFirst()
                .map(revision -> new ShadowPolicy(revision, percent));
    }

    private static double percent(String text) {
        try {
            double percent = Double.parseDouble(text);
            return percent > 0 ? Math.min(percent, 100) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
