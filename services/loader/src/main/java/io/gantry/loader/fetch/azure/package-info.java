/// Azure Blob Storage, by its REST API: `https://account.blob.core.windows.net/container/prefix`,
/// `az://` and `abfss://`.
///
/// [AzureSource] asks, [AzureAccess] says as whom, [AzureFailures] what an answer means. May not
/// enter: Azure's SDK; ADR 0025 says why.
@NullMarked
package io.gantry.loader.fetch.azure;

import org.jspecify.annotations.NullMarked;
