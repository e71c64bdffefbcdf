package io.gantry.deployer.kubernetes;

/// What the deployer writes on objects beside what is rendered. All are annotations, and the
/// service's uid is a label of pods, too.
final class Marks {

    /// Of the InferenceService, since its name may be used again.
    static final String SERVICE_UID = "gantry.io/service-uid";

    /// Of a LeaderWorkerSet: the name that its revision's Deployment would have, which tells its
    /// pods from those of other revisions.
    static final String NAME = "gantry.io/name";

    static final String RUNTIME = "gantry.io/runtime";

    /// Tells whether what is rendered now was applied, but for what brings models into pods.
    static final String FINGERPRINT = "gantry.io/fingerprint";

    /// The same of the pods' templates.
    static final String TEMPLATE = "gantry.io/template";

    /// The same of what brings models into pods. When another is rendered now, which waits until
    /// pods start anew, it is that one's, with [#WAITS].
    static final String DOWNLOADS = "gantry.io/downloads";

    static final String WAITS = "-waits";

    /// `true` while pods of another template take the places of those that run, as there are no
    /// others.
    static final String ROLLS_IN_PLACE = "gantry.io/rolls-in-place";

    /// The revision takes over the places of the one that it replaces, as there are no others: how
    /// many there are.
    static final String IN_PLACE = "gantry.io/in-place";

    /// Why the revision was given up, as JSON of a [io.gantry.events.Failure].
    static final String GIVEN_UP = "gantry.io/given-up";

    /// The revision was ready once, so that a later one can be given up for it. Written when it
    /// first is, as its pods may be gone when that is asked.
    static final String SERVED = "gantry.io/served";

    /// The nodes that had the model when the pods were made, separated by commas. They stay in the
    /// pods' affinity: pods are not replaced since another node has become warm.
    static final String WARM_NODES = "gantry.io/warm-nodes";

    /// What belongs to a set, as `Kind/name`, separated by commas.
    static final String PARTS = "gantry.io/parts";

    /// How many replicas those of them are to have that have any, as `Kind/name=3`, likewise.
    static final String PART_REPLICAS = "gantry.io/part-replicas";

    static final String SCALED_BY_GANTRY = "gantry.io/scaled-by-gantry";

    private Marks() {}
}
