/// Loaders that give each other the bytes of models, so that many nodes ask a source about once.
///
/// [io.gantry.loader.peer.Peers] puts itself between a source and the engine that downloads from
/// it: neither knows. Whom to ask is pure ([Rendezvous]), how long is [Company]'s; what this node
/// gives is [PeerResource]'s. Nothing that a peer sends is used before its digest was checked; no
/// failure of a peer fails a download. ADR 26 says why. May not enter: how a file comes to disk.
@NullMarked
package io.gantry.loader.peer;

import org.jspecify.annotations.NullMarked;
