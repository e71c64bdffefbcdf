package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kube.render.PodAssembly;
import io.gantry.kube.render.Typed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What brings models into pods: the init containers of the loader, or of a downloader in its
/// place, and the volumes that they alone mount. Pods that run have their model and need nothing
/// else, so they are not replaced because another loader or one more secret is there.
final class Downloads {

    private static final Pattern NAME = Pattern.compile(PodAssembly.DOWNLOADER + "(-\\d+)?");
    private static final List<String> TEMPLATES =
            List.of(
                    "/spec/template",
                    "/spec/leaderWorkerTemplate/leaderTemplate",
                    "/spec/leaderWorkerTemplate/workerTemplate");

    private static final List<String> PODS =
            TEMPLATES.stream().map(template -> template + "/spec").toList();

    private static final String PREPARING = "initContainers";
    private static final String VOLUMES = "volumes";

    private Downloads() {}

    /// An object without what downloads.
    static ObjectNode without(HasMetadata object) {
        ObjectNode tree = Typed.tree(object).deepCopy();
        pods(tree)
                .forEach(pod -> {
                    Set<String> own = ownVolumes(pod);
                    list(pod, PREPARING).removeIf(Downloads::downloads);
                    list(pod, VOLUMES).removeIf(volume -> own.contains(name(volume)));
                });
        return tree;
    }

    /// The pods' templates of an object.
    static Stream<JsonNode> templates(ObjectNode object) {
        return TEMPLATES.stream().map(object::at).filter(JsonNode::isObject);
    }

    /// What downloads, of all pods of an object.
    static Stream<JsonNode> of(HasMetadata object) {
        return pods(Typed.tree(object))
                .flatMap(pod ->
                        Stream.concat(
                                downloading(pod).stream(), volumes(pod, ownVolumes(pod)).stream()));
    }

    /// The object as it is rendered, but with what downloads into the pods that run.
    ///
    /// @return empty when that may work no longer, for it has something that is rendered no more,
    ///   as a secret that is gone or another address
    static <T extends HasMetadata> Optional<T> kept(T rendered, HasMetadata running) {
        ObjectNode tree = Typed.tree(rendered).deepCopy();
        ObjectNode before = Typed.tree(running);
        for (String path : PODS) {
            if (tree.at(path) instanceof ObjectNode pod
                    && !(before.at(path) instanceof ObjectNode old && keep(pod, old))) {
                return Optional.empty();
            }
        }
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) rendered.getClass();
        return Optional.of(Typed.of(tree, type, rendered.getKind()));
    }

    private static boolean keep(ObjectNode pod, ObjectNode old) {
        List<JsonNode> now = downloading(pod);
        List<JsonNode> before = downloading(old);
        if (!names(now).equals(names(before))) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!hasAll(variables(now.get(i)), variables(before.get(i)))) {
                return false;
            }
        }
        Set<String> own = ownVolumes(pod);
        List<JsonNode> volumes = volumes(old, ownVolumes(old));
        if (!hasAll(volumes(pod, own), volumes)) {
            return false;
        }
        // In their order, which is part of the template.
        replace(list(pod, PREPARING), names(now), before);
        replace(list(pod, VOLUMES), own, volumes);
        return true;
    }

    private static List<JsonNode> variables(JsonNode container) {
        return container.path("env").valueStream().toList();
    }

    private static boolean hasAll(List<JsonNode> now, List<JsonNode> before) {
        List<JsonNode> all = now.stream().map(Downloads::plain).toList();
        return before.stream().map(Downloads::plain).allMatch(all::contains);
    }

    /// Without what the API server adds or leaves out.
    private static JsonNode plain(JsonNode entry) {
        ObjectNode plain = entry.deepCopy();
        if (plain.path("value").asText().isEmpty()) {
            plain.remove("value");
        }
        plain.findParents("defaultMode")
                .forEach(parent -> ((ObjectNode) parent).remove("defaultMode"));
        plain.findParents("apiVersion")
                .forEach(parent -> ((ObjectNode) parent).remove("apiVersion"));
        return plain;
    }

    /// Puts others in the places of those of these names; what there is no other for goes.
    private static void replace(ArrayNode list, Iterable<String> names, List<JsonNode> others) {
        for (String name : names) {
            Optional<JsonNode> other =
                    others.stream().filter(each -> name(each).equals(name)).findFirst();
            for (int i = 0; i < list.size(); i++) {
                if (name(list.get(i)).equals(name)) {
                    if (other.isPresent()) {
                        list.set(i, other.get().deepCopy());
                    } else {
                        list.remove(i--);
                    }
                }
            }
        }
    }

    private static Stream<ObjectNode> pods(ObjectNode object) {
        return PODS.stream()
                .map(object::at)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    private static boolean downloads(JsonNode container) {
        return NAME.matcher(name(container)).matches();
    }

    private static List<JsonNode> downloading(JsonNode pod) {
        return pod.path(PREPARING).valueStream().filter(Downloads::downloads).toList();
    }

    /// Those that no other container mounts.
    private static Set<String> ownVolumes(ObjectNode pod) {
        Set<String> names = new HashSet<>();
        downloading(pod).forEach(each -> names.addAll(mounted(each)));
        Stream.of(PREPARING, "containers")
                .flatMap(list -> pod.path(list).valueStream())
                .filter(each -> !downloads(each))
                .forEach(each -> names.removeAll(mounted(each)));
        return names;
    }

    private static List<String> mounted(JsonNode container) {
        return names(container.path("volumeMounts").valueStream().toList());
    }

    private static List<JsonNode> volumes(ObjectNode pod, Set<String> named) {
        return pod.path(VOLUMES)
                .valueStream()
                .filter(volume -> named.contains(name(volume)))
                .toList();
    }

    private static ArrayNode list(ObjectNode pod, String name) {
        return pod.get(name) instanceof ArrayNode list
                ? list
                : KServeJson.mapper().createArrayNode();
    }

    private static List<String> names(List<JsonNode> named) {
        return named.stream().map(Downloads::name).toList();
    }

    private static String name(JsonNode named) {
        return named.path("name").asText();
    }
}
