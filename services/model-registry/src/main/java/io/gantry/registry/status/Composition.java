package io.gantry.registry.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.kserve.api.Address;
import io.gantry.kserve.api.ComponentStatus;
import io.gantry.kserve.api.InferenceServiceStatus;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kserve.defaults.Annotations;
import io.gantry.registry.inferenceservice.ServiceKey;
import io.gantry.registry.inferenceservice.StoredService;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a service's status of what was seen of it.
///
/// A pure function. Its times are those of the events, so that the same events make the same status
/// in every instance.
final class Composition {

    private final StoredService service;
    private final Sightings sightings;
    private final String url;
    private final List<RevisionView> views;
    private final Rotation rotation;

    Composition(StoredService service, Sightings sightings, URI proxy) {
        this.service = service;
        this.sightings = sightings;
        this.url = url(proxy, service.key());
        Instant created = created(service);
        this.views =
                service.revisions().stream()
                        .map(revision -> new RevisionView(revision, sightings, created))
                        .toList();
        this.rotation = Rotation.of(views, sightings);
    }

    InferenceServiceStatus status() {
        String mode = Annotations.deploymentMode(service.resource());
        return new InferenceServiceStatus(
                conditions().list(),
                url,
                new Address(url, Map.of()),
                Map.of("predictor", predictor()),
                new ModelStatuses(newest(), rotation, sightings).status(),
                service.generation(),
                Map.of("deploymentMode", TextNode.valueOf(mode)));
    }

    Conditions conditions() {
        return new Conditions(service, sightings, rotation, newest(), created(service));
    }

    private RevisionView newest() {
        return views.stream()
                .filter(RevisionView::getsTraffic)
                .max(Comparator.comparingInt(view -> view.revision().number()))
                .orElseGet(views::getLast);
    }

    private ComponentStatus predictor() {
        Map<String, Integer> shares = rotation.shares();
        String latest = newest().revision().name();
        return new ComponentStatus(
                url,
                new Address(url, Map.of()),
                latestReady(shares),
                latest,
                rolledOut(shares),
                null,
                shares.isEmpty() ? Map.of() : Map.<String, JsonNode>of("traffic", traffic(shares)));
    }

    private static @Nullable String latestReady(Map<String, Integer> shares) {
        return shares.keySet().stream().max(BY_NUMBER).orElse(null);
    }

    /// What a canary is tried against: the one that gets everything, else of those that share the
    /// traffic the oldest.
    private static @Nullable String rolledOut(Map<String, Integer> shares) {
        return shares.keySet().stream().min(BY_NUMBER).orElse(null);
    }

    private ArrayNode traffic(Map<String, Integer> shares) {
        String latest = newest().revision().name();
        ArrayNode targets = KServeJson.mapper().createArrayNode();
        shares.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_NUMBER.reversed()))
                .forEach(share -> {
                    ObjectNode target =
                            targets.addObject()
                                    .put("revisionName", share.getKey())
                                    .put("percent", share.getValue())
                                    .put("latestRevision", share.getKey().equals(latest));
                    if (!share.getKey().equals(latest)) {
                        target.put("tag", "prev");
                    }
                });
        return targets;
    }

    /// Names of revisions end in numbers of at least five digits.
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /// The proxy's address of the service, to which clients add the path of their protocol.
    static String url(URI proxy, ServiceKey key) {
        String base = proxy.toString();
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return "%s/serving/%s/%s".formatted(start, key.namespace(), key.name());
    }

    static Instant created(StoredService service) {
        var metadata = service.resource().metadata();
        String created = metadata == null ? null : metadata.creationTimestamp();
        return created == null ? Instant.EPOCH : Instant.parse(created);
    }
}
