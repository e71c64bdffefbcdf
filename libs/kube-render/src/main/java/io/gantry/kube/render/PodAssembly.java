package io.gantry.kube.render;

import java.util.List;

/// Makes a pod of what its owner says of it: with its model, and as Kubernetes is to place and to
/// end it. What KServe's pod webhook would add is added here.
public final class PodAssembly {
    /// The init container that downloads; of several, the others have `-2`, `-3`, … besides.
    public static final String DOWNLOADER = Downloader.NAME;

    private final ModelStorage storage;

    public PodAssembly(RenderSettings settings, ClusterLookup cluster) {
        this.storage = new ModelStorage(new Downloader(settings, cluster));
    }

    /// @param warmNodes names of the nodes that have the model already
    public void complete(PodDraft pod, PodOwner owner, Model model, List<String> warmNodes) {
        pod.all().forEach(Devices::limit);
        storage.add(pod, owner, model);
        // What adjusts a download that is not needed.
        pod.withoutPreparing(Downloader.NAME);
        if (owner.app() != null) {
            Placement.add(pod, owner.app(), warmNodes);
        }
        Draining.add(pod);
    }
}
