package io.gantry.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.gantry.deployer.platform.PredictorKey;
import io.gantry.deployer.platform.Workload;
import io.gantry.events.Failure;
import io.gantry.kserve.api.KServeJson;
import io.gantry.kube.render.Labels;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The objects of revisions: a Deployment or a LeaderWorkerSet each, and what belongs to it. Calls
/// for one revision come from one thread at a time.
final class RevisionObjects {

    private final ClusterApi api;
    private final Rendering rendering;
    private final Sightings sightings;

    private final Contents contents;

    /// By the uid of a set, how we have left it and what belongs to it.
    private final Map<String, Contents.Left> settled = new ConcurrentHashMap<>();

    RevisionObjects(ClusterApi api, Rendering rendering, Sightings sightings, Contents contents) {
        this.api = api;
        this.rendering = rendering;
        this.sightings = sightings;
        this.contents = contents;
    }

    /// @param starved whether pods wait for devices, see
    ///   [io.gantry.deployer.platform.Progress.Starved]
    /// @return why it cannot be rendered; empty when it was applied
    /// @throws RefusedByClusterException when the cluster does not take it
    Optional<Failure> run(Workload workload, int replicas, boolean starved) {
        SetSighting seen = sightings.of(workload.key()).set();
        if (seen != null && !seen.serviceUid().equals(workload.uid())) {
            // Another service of that name. Its deletion calls for this one again.
            remove(workload.key());
            return Optional.empty();
        }
        Optional<String> name = seen == null ? freeName(workload) : Optional.of(seen.name());
        if (name.isEmpty()) {
            // Its deletion calls for this again.
            return Optional.empty();
        }
        Rendering.Form form = form(workload, name.get(), seen, starved);
        return switch (rendering.revision(workload, form)) {
            case Rendering.Refused(Failure why) -> Optional.of(why);
            case Rendering.Rendered rendered -> {
                scale(
                        seen != null && settled(seen, rendered)
                                ? seen
                                : applied(workload, fitting(rendered, seen), form, seen),
                        replicas);
                yield Optional.empty();
            }
        };
    }

    /// What would replace pods stays as it was while there are some.
    private static Rendering.Form form(
            Workload workload, String name, @Nullable SetSighting seen, boolean starved) {
        if (seen == null || seen.replicas() == 0) {
            return new Rendering.Form(
                    name, workload.warmNodes(), seen == null ? null : seen.ref().kind(), false);
        }
        boolean inPlace = seen.rolling() && (starved || seen.rollsInPlace());
        if (inPlace && !seen.rollsInPlace()) {
            Log.infof("No free devices, its pods are replaced in place predictor=%s", seen.key());
        }
        return new Rendering.Form(name, seen.warmNodes(), seen.ref().kind(), inPlace);
    }

    /// What downloads stays likewise, unless pods are replaced in any case or could not start any
    /// more.
    private Rendering.Rendered fitting(Rendering.Rendered rendered, @Nullable SetSighting seen) {
        boolean stays =
                seen != null
                        && seen.replicas() > 0
                        && seen.template().equals(rendered.template())
                        && !seen.downloads().equals(rendered.downloads());
        return stays ? rendered.withDownloads(this::running).orElse(rendered) : rendered;
    }

    private @Nullable HasMetadata running(HasMetadata rendered) {
        return SetKind.of(rendered.getKind())
                .map(kind ->
                        new SetKind.Ref(
                                kind,
                                rendered.getMetadata().getNamespace(),
                                rendered.getMetadata().getName()))
                .map(api::find)
                .orElse(null);
    }

    void scale(PredictorKey key, int replicas) {
        SetSighting seen = sightings.of(key).set();
        if (seen != null) {
            scale(seen, replicas);
            if (seen.replicas() == 0 && replicas > 0) {
                // Nobody knows any more how it is rendered.
                seen.partReplicas()
                        .forEach((part, number) ->
                                set(key.namespace(), part)
                                        .ifPresent(ref -> contents.saw(api.scale(ref, number))));
            }
        }
    }

    void replaceInPlace(PredictorKey key, int places) {
        SetSighting seen = sightings.of(key).set();
        if (seen != null && seen.places() == null) {
            Log.infof("No free devices, it replaces what runs in its place predictor=%s", key);
            Map<String, String> mark = Map.of(Marks.IN_PLACE, Integer.toString(places));
            saw(key, api.annotate(seen.ref(), mark));
        }
    }

    void giveUp(PredictorKey key, Failure why) {
        SetSighting seen = sightings.of(key).set();
        if (seen == null) {
            return;
        }
        if (seen.givenUp() == null) {
            Log.warnf("Gives up predictor=%s reason=%s", key, why.message());
            saw(key, api.annotate(seen.ref(), Map.of(Marks.GIVEN_UP, json(why))));
        }
        if (seen.replicas() != 0) {
            scaled(seen, 0);
        }
    }

    void remove(PredictorKey key) {
        SetSighting seen = sightings.of(key).set();
        if (seen != null) {
            api.delete(seen.ref());
            sightings.deleted(seen);
            contents.forget(settled.remove(seen.uid()));
        }
    }

    /// KServe's name, unless another revision has it; empty while the revision's own is not free
    /// yet, since it was removed just now.
    private Optional<String> freeName(Workload workload) {
        return Rendering.names(workload).stream()
                .filter(name -> sightings.isFree(workload.key(), name))
                .findFirst();
    }

    private boolean settled(SetSighting seen, Rendering.Rendered rendered) {
        Contents.Left left = settled.get(seen.uid());
        boolean downloads =
                seen.downloads().equals(rendered.downloads())
                        || (seen.replicas() > 0
                                && seen.downloads().equals(rendered.downloads() + Marks.WAITS));
        return left != null
                && downloads
                && seen.fingerprint().equals(rendered.fingerprint())
                && contents.areAs(left);
    }

    private SetSighting applied(
            Workload workload,
            Rendering.Rendered rendered,
            Rendering.Form form,
            @Nullable SetSighting before) {
        Map<String, String> marks = marks(workload, rendered, form);
        SetObject.PodMarks ofPods =
                new SetObject.PodMarks(
                        Map.of(Marks.SERVICE_UID, workload.uid()),
                        Map.of(Labels.REVISION, workload.key().revision()));
        leaveReplicas(rendered.set(), before);
        HasMetadata applied = api.apply(SetObject.marked(rendered.set(), marks, ofPods));
        OwnerReference owner = ClusterApi.owner(applied);
        List<HasMetadata> all = new ArrayList<>(List.of(applied));
        for (HasMetadata part : rendered.parts()) {
            part.getMetadata().setOwnerReferences(List.of(owner));
            all.add(api.apply(part));
        }
        if (before != null) {
            before.parts().stream()
                    .filter(part -> !rendered.partNames().contains(part))
                    .forEach(part -> api.deletePart(workload.key().namespace(), part));
        }
        settled.put(applied.getMetadata().getUid(), contents.leave(all));
        return saw(workload.key(), applied);
    }

    /// A fixed number that is fixed no more stays what it is until somebody scales.
    private void leaveReplicas(HasMetadata rendered, @Nullable SetSighting before) {
        if (before != null
                && !before.scaledByGantry()
                && rendered instanceof Deployment deployment
                && deployment.getSpec().getReplicas() == null) {
            api.leaveReplicas(before.ref().namespace(), before.ref().name());
        }
    }

    private static Map<String, String> marks(
            Workload workload, Rendering.Rendered rendered, Rendering.Form form) {
        Map<String, String> marks = new HashMap<>();
        if (!rendered.set().getMetadata().getName().equals(form.name())) {
            marks.put(Marks.NAME, form.name());
        }
        if (form.inPlace()) {
            marks.put(Marks.ROLLS_IN_PLACE, "true");
        }
        marks.put(Labels.REVISION, workload.key().revision());
        marks.put(Marks.SERVICE_UID, workload.uid());
        marks.put(Marks.FINGERPRINT, rendered.fingerprint());
        marks.put(Marks.TEMPLATE, rendered.template());
        marks.put(Marks.DOWNLOADS, rendered.downloads());
        marks.put(Marks.WARM_NODES, String.join(",", form.warmNodes()));
        marks.put(Marks.PARTS, String.join(",", rendered.partNames()));
        if (!rendered.partReplicas().isEmpty()) {
            marks.put(Marks.PART_REPLICAS, String.join(",", rendered.partReplicas()));
        }
        marks.put(Marks.SCALED_BY_GANTRY, Boolean.toString(rendered.scaledByGantry()));
        String runtime = workload.runtimeName();
        if (runtime != null) {
            marks.put(Marks.RUNTIME, runtime);
        }
        return marks;
    }

    /// One write in a revision's life.
    private SetSighting marked(SetSighting seen) {
        return seen.served() || !sightings.served(seen.key())
                ? seen
                : saw(seen.key(), api.annotate(seen.ref(), Map.of(Marks.SERVED, "true")));
    }

    /// An autoscaler of others is only woken and put to sleep: it does nothing at 0.
    private void scale(SetSighting found, int replicas) {
        SetSighting seen = marked(found);
        boolean differs =
                seen.scaledByGantry()
                        ? seen.replicas() != replicas
                        : (seen.replicas() == 0) != (replicas == 0);
        if (differs) {
            scaled(seen, replicas);
        }
    }

    /// Without what answers requests, further nodes and what prefills are of no use. That they are
    /// wanted again is found when the revision runs again, as they are not as they were left.
    private void scaled(SetSighting seen, int replicas) {
        saw(seen.key(), api.scale(seen.ref(), replicas));
        if (replicas == 0) {
            seen.parts().stream()
                    .flatMap(part -> set(seen.key().namespace(), part).stream())
                    .forEach(part -> contents.saw(api.scale(part, 0)));
        }
    }

    /// @param part as `Kind/name`
    private static Optional<SetKind.Ref> set(String namespace, String part) {
        int slash = part.indexOf('/');
        return SetKind.of(part.substring(0, slash))
                .map(kind -> new SetKind.Ref(kind, namespace, part.substring(slash + 1)));
    }

    /// Of a change of ours.
    private SetSighting saw(PredictorKey key, HasMetadata changed) {
        SetSighting sighting = SetSighting.of(key, changed);
        sightings.saw(sighting);
        return sighting;
    }

    private static String json(Failure why) {
        try {
            return KServeJson.mapper().writeValueAsString(why);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A failure can always be written", e);
        }
    }
}
