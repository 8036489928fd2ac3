import { ENTRY_FIELDS, type ImportDeps, type ImportReport, runImport } from '../imports/run-import.ts';
import { importRequest, listedIn } from '../imports/import-request.ts';

/** Lambda's own name for this call. */
interface Invocation {
  readonly awsRequestId: string;
}

/**
 * Invoked by an operator: `aws lambda invoke --function-name orderwire-catalog-<stage>-importItems`. Each entry is taken or refused
 * on its own.
 * @throws when there is no list of 1 to 500 entries; nothing is written then
 */
export const makeImport =
  (deps: ImportDeps) =>
  async (event: unknown, invocation?: Invocation): Promise<ImportReport> => {
    const listed = listedIn(importRequest.parse(event), ENTRY_FIELDS);
    if (!listed.ok) throw new Error(JSON.stringify(listed.error));
    const importId = `import/${invocation?.awsRequestId ?? 'unknown'}`;
    return runImport(deps, listed.value, {
      correlationId: importId,
      causationId: importId,
      actor: { type: 'staff', id: 'import' },
    });
  };
