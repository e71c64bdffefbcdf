package io.gantry.kserve.llm;

import io.gantry.kserve.validate.Field;
import io.gantry.kserve.validate.Findings;
import java.util.List;

/// Rules about `spec.router`: who owns the route and the gateway, and how traffic is divided
/// (`llm_inference_service_validation.go`, validateRouterCrossFieldConstraints and
/// validateTrafficFields).
final class Routing {
    private Routing() {}

    /// A gateway or a route as the rules compare them; group and kind are always the Gateway's.
    private record Target(String namespace, String name, String section) {
        static List<Target> of(Field references) {
            return references.elements().stream()
                    .map(each ->
                            new Target(
                                    each.get("namespace").text(),
                                    each.get("name").text(),
                                    each.get("sectionName").text()))
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    static void refs(Field router, LlmVersion version, Findings findings) {
        Field http = router.at("route", "http");
        Field refs = http.get("refs");
        Field gateway = router.get("gateway");
        boolean hasRefs = !refs.elements().isEmpty();
        if (hasRefs && http.get("spec").present()) {
            findings.wrong(
                    http.path(),
                    "refs and spec",
                    ("unsupported configuration: cannot use both custom HTTPRoute refs ('%s') and an"
                                    + " inline route spec ('%s.spec'); choose one")
                            .formatted(refs.path(), http.path()),
                    "keep one of them");
        }
        if (hasRefs && gateway.present() && gateway.get("refs").elements().isEmpty()) {
            refs.wrong(
                    ("unsupported configuration: custom HTTP routes ('%s') cannot be used with a"
                                    + " managed gateway ('%s'); either remove '%s' or set '%s.refs'")
                            .formatted(refs.path(), gateway.path(), refs.path(), gateway.path()),
                    "name the gateway that your routes are attached to",
                    findings);
        }
        if (twoParents(router) && (version == LlmVersion.V1ALPHA1 || !sameParents(router))) {
            parents(router, version, findings);
        }
    }

    private static void parents(Field router, LlmVersion version, Findings findings) {
        String spec = router.at("route", "http", "spec").path();
        String refs = router.at("gateway", "refs").path();
        String relation =
                version == LlmVersion.V1ALPHA1
                        ? "cannot be used with custom gateway refs ('%s')".formatted(refs)
                        : "has parentRefs that conflict with custom gateway refs ('%s')"
                                .formatted(refs);
        findings.wrong(
                spec,
                "parentRefs besides " + refs,
                ("unsupported configuration: managed HTTP route spec ('%s') %s; either remove '%s' or"
                                + " '%s.parentRefs'")
                        .formatted(spec, relation, refs, spec),
                "remove parentRefs: they are derived from the gateway's refs");
    }

    static void redundant(Field router, LlmVersion version, Findings findings) {
        if (version == LlmVersion.V1ALPHA2 && twoParents(router) && sameParents(router)) {
            Field parents = router.at("route", "http", "spec", "parentRefs");
            parents.wrong(
                    "%s can be omitted when %s is set; parentRefs will be derived automatically from gateway refs"
                            .formatted(parents.path(), router.at("gateway", "refs").path()),
                    "remove it",
                    findings);
        }
    }

    static void traffic(Field router, Findings findings) {
        Field group = router.at("route", "group");
        Field weight = router.at("route", "weight");
        if (!group.present() && !weight.present()) {
            return;
        }
        if (router.get("ingress").present()) {
            group.wrong(
                    "traffic splitting requires Gateway API routing; the controller manages"
                            + " HTTPRoutes, not Ingress resources",
                    "remove spec.router.ingress",
                    findings);
        } else if (!group.present()) {
            group.missing("weight requires group", "name the group that shares traffic", findings);
        } else if (!weight.present()) {
            weight.missing("group requires weight", "set the share of this service", findings);
        } else if (!router.at("route", "http", "refs").elements().isEmpty()) {
            group.wrong(
                    "traffic splitting cannot be used with custom HTTPRoute refs; controller-managed"
                            + " routes (route.http.spec or route.http: {}) are required",
                    "remove spec.router.route.http.refs",
                    findings);
        }
    }

    private static boolean twoParents(Field router) {
        return !router.at("route", "http", "spec", "parentRefs").elements().isEmpty()
                && !router.at("gateway", "refs").elements().isEmpty();
    }

    private static boolean sameParents(Field router) {
        return Target.of(router.at("route", "http", "spec", "parentRefs"))
                .equals(Target.of(router.at("gateway", "refs")));
    }
}
