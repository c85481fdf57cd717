/**
 * The function by which a batch of commits is evaluated and written in one round trip and one transaction.
 *
 * It is given lists: each commit has some appends and some guards, each append some events; streams and kinds are named
 * once and meant by their number. Conditions are evaluated on lists of versions alone, and what passed is written by one
 * statement for each table. Commits are given in segments: within one, no commit has the id of an earlier one, and only the
 * first may depend on what a query selects; so before each segment everything earlier has been written.
 */
import { byIndexAlone, ofStream, tagKey, textKey } from "./selectFunctions.ts"

/** The answer to one commit. `reached`: the position of its last event; `at`: the number of the append or the guard that was refused, in its commit, from 0. */
const result = `
  commit_number integer, outcome text, at integer, actual bigint, reached bigint, versions bigint[], digest text`

const parameters = `
  wanted_log integer, lock_wait text,
  stream_names text[], categories text[], types text[],
  segment_ends integer[],
  commit_appends integer[], commit_guards integer[],
  append_streams integer[], append_expected double precision[], append_sizes integer[],
  guard_streams integer[], guard_expected double precision[], guard_queries text[],
  event_appends integer[], event_places integer[], event_indexes integer[], event_kinds integer[],
  event_schemas double precision[], event_payloads text[], event_tags text[],
  event_commits integer[], commit_ids text[], commit_sizes integer[], commit_times double precision[],
  commit_digests text[], commit_metadata text[]`

/** The receipt of a commit that was made before, whose first event stands at `known[c]`. */
const receipt = (schema: string): string => `
  SELECT CASE WHEN e.digest = (SELECT w.digest FROM unnest(event_commits, commit_digests) w(number, digest)
        WHERE w.number = c AND w.digest IS NOT NULL) THEN 'Repeated' ELSE 'CommitIdReused' END,
      e.place + e.commit_size - 1 - base, e.digest,
      ARRAY(SELECT max(o.version) FROM ${schema}.events o WHERE o.place >= e.place AND o.place < e.place + e.commit_size
        GROUP BY o.stream ORDER BY min(o.place))
    INTO outcome, reached, digest, versions
    FROM ${schema}.events e WHERE e.place = known[c - first_commit + 1]`

const writeSegment = (schema: string): string => `
  INSERT INTO ${schema}.streams (id, version, log, name, key)
    SELECT stream_ids[s.n], stream_versions[s.n], wanted_log, s.name, ${textKey("s.name")}
    FROM unnest(stream_names) WITH ORDINALITY s(name, n) WHERE stream_versions[s.n] > stored_versions[s.n]
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
  stored_versions := stream_versions;
  INSERT INTO ${schema}.events (place, stream, version, schema_version, kind, place_in_commit,
      recorded_at, commit_size, commit_id, digest, metadata, tags, payload)
    SELECT base + append_heads[e.append] + e.place, stream_ids[append_streams[e.append]],
      append_versions[e.append] + e.place, e.schema_version, kind_ids[e.kind], e.index,
      e.recorded_at, e.size, e.id, e.digest, e.metadata, e.tags::text[], e.payload
    FROM unnest(event_appends, event_places, event_indexes, event_kinds, event_schemas, event_payloads, event_tags,
        commit_ids, commit_sizes, commit_times, commit_digests, commit_metadata)
      e(append, place, index, kind, schema_version, payload, tags, id, size, recorded_at, digest, metadata)
    WHERE e.append >= first_append AND e.append <= last_append AND append_heads[e.append] >= 0;
  INSERT INTO ${schema}.tags (key, place)
    SELECT DISTINCT ${tagKey("tag")}, base + append_heads[e.append] + e.place
    FROM unnest(event_appends, event_places, event_tags) e(append, place, tags), unnest(e.tags::text[]) tag
    WHERE e.append >= first_append AND e.append <= last_append AND append_heads[e.append] >= 0;`

/** Whether a stream is as expected: -1 in any state, -2 with at least one event, else at that version. */
const unexpected = (expected: string, actual: string): string =>
  `(${expected} >= 0 AND ${expected} <> ${actual} OR ${expected} = -2 AND ${actual} = 0)`

const evaluate = `
  FOR a IN last_append - commit_appends[c] + 1 .. last_append LOOP
    actual := stream_versions[append_streams[a]];
    IF ${unexpected("append_expected[a]", "actual")} THEN
      outcome := 'Conflict';
      at := a - last_append + commit_appends[c] - 1;
      EXIT;
    END IF;
  END LOOP;
  IF outcome IS NULL THEN
    FOR g IN last_guard - commit_guards[c] + 1 .. last_guard LOOP
      IF guard_streams[g] = 0 THEN
        actual := @schema@.last_selected(wanted_log, guard_queries[g]::jsonb,
          base + guard_expected[g]::bigint, base + next_head) - base;
        CONTINUE WHEN actual IS NULL;
      ELSE
        actual := stream_versions[guard_streams[g]];
        CONTINUE WHEN NOT ${unexpected("guard_expected[g]", "actual")};
      END IF;
      outcome := 'GuardFailed';
      at := g - last_guard + commit_guards[c] - 1;
      EXIT;
    END LOOP;
  END IF;`

const accept = `
  outcome := 'Committed';
  versions := '{}';
  FOR a IN last_append - commit_appends[c] + 1 .. last_append LOOP
    s := append_streams[a];
    IF stream_versions[s] = 0 THEN
      stream_ids[s] := base + next_head + 1;
    END IF;
    append_heads[a] := next_head + 1;
    append_versions[a] := stream_versions[s] + 1;
    stream_versions[s] := stream_versions[s] + append_sizes[a];
    next_head := next_head + append_sizes[a];
    versions := versions || stream_versions[s];
  END LOOP;
  reached := next_head;`

const prepareNames = (schema: string): string => `
  SELECT array_agg(coalesce(s.id, 0) ORDER BY w.n), array_agg(coalesce(s.version, 0) ORDER BY w.n)
    INTO stream_ids, stream_versions
    FROM unnest(stream_names) WITH ORDINALITY w(name, n)
    LEFT JOIN ${schema}.streams s ON s.log = wanted_log AND s.key = ${textKey("w.name")};
  stored_versions := stream_versions;
  INSERT INTO ${schema}.kinds (log, category, type, key)
    SELECT wanted_log, w.category, w.type, ${textKey("w.category || '-' || w.type")}
    FROM unnest(categories, types) w(category, type)
    WHERE NOT EXISTS (SELECT FROM ${schema}.kinds k
      WHERE k.log = wanted_log AND k.key = ${textKey("w.category || '-' || w.type")});
  SELECT array_agg(k.id ORDER BY w.n) INTO kind_ids
    FROM unnest(categories, types) WITH ORDINALITY w(category, type, n)
    JOIN ${schema}.kinds k ON k.log = wanted_log AND k.key = ${textKey("w.category || '-' || w.type")};`

/** For each commit of the segment the place of its first event, if it was made before. */
const findKnown = (schema: string): string => `
  SELECT array_agg(coalesce(e.place, 0) ORDER BY w.number) INTO known
    FROM unnest(event_commits, commit_ids, event_appends) w(number, id, append)
    LEFT JOIN ${schema}.events e ON e.commit_id = w.id AND ${ofStream("e", "stream_ids[append_streams[w.append]]")}
    WHERE w.id IS NOT NULL AND w.number >= first_commit AND w.number <= last_commit;`

export const commitFunction = (schema: string): string => `
  CREATE FUNCTION ${schema}.commit_batch(${parameters}) RETURNS TABLE (${result})
  LANGUAGE plpgsql ${byIndexAlone} SET lock_timeout = 0 AS $$
  #variable_conflict use_variable
  DECLARE
    base bigint := (wanted_log - 1)::bigint << 40;
    head_before bigint;
    next_head bigint;
    stream_ids bigint[];
    stream_versions bigint[];
    stored_versions bigint[];
    kind_ids integer[];
    known bigint[];
    append_heads bigint[] := array_fill(-1::bigint, ARRAY[cardinality(append_streams)]);
    append_versions bigint[] := array_fill(0::bigint, ARRAY[cardinality(append_streams)]);
    first_commit integer := 1;
    last_commit integer;
    first_append integer := 1;
    last_append integer := 0;
    last_guard integer := 0;
    s integer;
  BEGIN
    PERFORM set_config('lock_timeout', lock_wait, true);
    SELECT l.head INTO STRICT head_before FROM ${schema}.logs l WHERE l.id = wanted_log FOR NO KEY UPDATE;
    next_head := head_before;
    ${prepareNames(schema)}
    FOREACH last_commit IN ARRAY segment_ends LOOP
      ${findKnown(schema)}
      FOR c IN first_commit .. last_commit LOOP
        last_append := last_append + commit_appends[c];
        last_guard := last_guard + commit_guards[c];
        commit_number := c - 1;
        outcome := NULL; at := NULL; actual := NULL; reached := NULL; versions := NULL; digest := NULL;
        IF known[c - first_commit + 1] > 0 THEN
          ${receipt(schema)};
        ELSE
          ${evaluate.replace("@schema@", schema)}
          IF outcome IS NULL THEN
            ${accept}
          END IF;
        END IF;
        RETURN NEXT;
      END LOOP;
      ${writeSegment(schema)}
      first_commit := last_commit + 1;
      first_append := last_append + 1;
    END LOOP;
    IF next_head > head_before THEN
      UPDATE ${schema}.logs l SET head = next_head WHERE l.id = wanted_log;
    END IF;
  END $$`
