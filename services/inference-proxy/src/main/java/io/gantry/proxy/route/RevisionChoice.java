package io.gantry.proxy.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.Revision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a service's requests choose their revision, beside the shares that revisions have: by tag as
/// with Knative, to the canary or not by a header or a cookie as with the NGINX ingress, and the
/// same one for the same user.
public final class RevisionChoice {

    /// KServe's annotation, which gives each revision a tag.
    static final String TAGS = "serving.kserve.io/enable-tag-routing";

    /// `always` and `never` in this header are for the canary, or against it.
    static final String BY_HEADER = "gantry.io/canary-by-header";

    /// What the header has to be for the canary, in the place of `always`.
    static final String BY_HEADER_VALUE = "gantry.io/canary-by-header-value";

    static final String BY_COOKIE = "gantry.io/canary-by-cookie";

    /// `header:NAME` or `cookie:NAME`.
    static final String STICKY = "gantry.io/sticky";

    /// Knative's header that names a tag.
    public static final String TAG_HEADER = "Knative-Serving-Tag";

    private static final String LATEST = "latest";
    private static final String PREVIOUS = "prev";

    /// The tags that a host's name may begin with.
    public static final List<String> HOST_TAGS = List.of(LATEST, PREVIOUS);

    private static final double TWO_TO_53 = 0x1.0p53;

    private final String service;
    private final Map<String, String> tags;
    private final List<Canary> canaries;
    private final List<String> stable;
    private final @Nullable String byHeader;
    private final String always;
    private final @Nullable String byCookie;
    private final @Nullable String sticky;

    private RevisionChoice(InferenceServiceApplied applied, JsonNode annotations) {
        this.service = applied.key();
        this.tags =
                annotations.path(TAGS).asText().equals("true")
                        ? tags(applied.revisions())
                        : Map.of();
        Set<String> names = canaries(applied);
        this.canaries =
                applied.revisions().stream()
                        .filter(each -> names.contains(each.name()))
                        .map(each -> new Canary(each.name(), Math.max(1, each.trafficPercent())))
                        .toList();
        this.stable =
                applied.revisions().stream()
                        .map(Revision::name)
                        .filter(each -> !names.contains(each))
                        .toList();
        this.byHeader = annotations.path(BY_HEADER).textValue();
        this.always = annotations.path(BY_HEADER_VALUE).asText("always");
        this.byCookie = annotations.path(BY_COOKIE).textValue();
        this.sticky = annotations.path(STICKY).textValue();
    }

    /// Empty where the service wants nothing of the kind.
    static Optional<RevisionChoice> of(InferenceServiceApplied service) {
        JsonNode annotations = service.manifest().at("/metadata/annotations");
        RevisionChoice choice = new RevisionChoice(service, annotations);
        return choice.tags.isEmpty()
                        && choice.byHeader == null
                        && choice.byCookie == null
                        && choice.sticky == null
                ? Optional.empty()
                : Optional.of(choice);
    }

    /// The revisions that are tried beside the stable one: those of `spec.canary`, or the newest
    /// with `canaryTrafficPercent`.
    static Set<String> canaries(InferenceServiceApplied service) {
        Set<String> variants = new HashSet<>();
        service.manifest()
                .at("/spec/canary")
                .forEach(each -> variants.add(each.at("/predictor/name").asText()));
        Set<String> found = new HashSet<>();
        if (variants.isEmpty()) {
            newestFirst(service.revisions()).stream()
                    .limit(service.revisions().size() > 1 ? 1 : 0)
                    .forEach(each -> found.add(each.name()));
        } else {
            service.revisions().stream()
                    .filter(each -> variants.contains(each.predictor().path("name").asText()))
                    .forEach(each -> found.add(each.name()));
        }
        return found;
    }

    private static List<Revision> newestFirst(List<Revision> revisions) {
        return revisions.stream()
                .sorted(Comparator.comparingInt(Revision::number).reversed())
                .toList();
    }

    private static Map<String, String> tags(List<Revision> revisions) {
        Map<String, String> tags = new LinkedHashMap<>();
        List<Revision> newest = newestFirst(revisions);
        for (int i = 0; i < Math.min(HOST_TAGS.size(), newest.size()); i++) {
            tags.put(HOST_TAGS.get(i), newest.get(i).name());
        }
        for (Revision each : newest) {
            tags.put(each.name(), each.name());
            String variant = each.predictor().path("name").asText("");
            if (!variant.isEmpty()) {
                tags.putIfAbsent(variant, each.name());
            }
        }
        return tags;
    }

    /// What is read of a request.
    public interface Request {

        @Nullable String header(String name);

        @Nullable String cookie(String name);
    }

    /// @param tag that the host named; null when it named none
    /// @param dice gives a number from 0 to below its argument
    public Wish wish(Request request, @Nullable String tag, IntUnaryOperator dice) {
        String asked = tag != null || tags.isEmpty() ? tag : request.header(TAG_HEADER);
        if (asked != null) {
            String revision = tags.get(asked);
            return revision == null
                    ? new Wish.Unknown(asked, new ArrayList<>(tags.keySet()))
                    : new Wish.One(revision);
        }
        if (!canaries.isEmpty()) {
            Optional<Wish> said =
                    byHeader == null
                            ? Optional.empty()
                            : said(request.header(byHeader), always, dice);
            if (said.isEmpty() && byCookie != null) {
                said = said(request.cookie(byCookie), "always", dice);
            }
            if (said.isPresent()) {
                return said.get();
            }
        }
        return sticky == null ? Wish.Any.REVISION : sticky(request);
    }

    private Optional<Wish> said(@Nullable String value, String forIt, IntUnaryOperator dice) {
        if (forIt.equals(value)) {
            return Optional.of(new Wish.One(drawn(dice)));
        }
        return "never".equals(value) && stable.size() == 1
                ? Optional.of(new Wish.One(stable.getFirst()))
                : Optional.empty();
    }

    private String drawn(IntUnaryOperator dice) {
        int left = dice.applyAsInt(canaries.stream().mapToInt(Canary::weight).sum());
        for (Canary each : canaries) {
            left -= each.weight();
            if (left < 0) {
                return each.revision();
            }
        }
        throw new IllegalStateException("The dice gave more than it was asked for");
    }

    private Wish sticky(RevisionChoice.Request request) {
        String from = String.valueOf(sticky);
        String name = from.substring(from.indexOf(':') + 1);
        String user = from.startsWith("cookie:") ? request.cookie(name) : request.header(name);
        return user == null ? Wish.Any.REVISION : new Wish.Share(position(service + ' ' + user));
    }

    /// The same for the same text, in any proxy; spread evenly from 0 to below 1.
    private static double position(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            // FNV-1a.
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        // Its high bits say little of the last characters. These steps are MurmurHash3's.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) / TWO_TO_53;
    }

    private record Canary(String revision, int weight) {}
}
