"""nDCG at 10 of the judged queries. Run as a process of its own on an empty database: `python -m bench.ranking`."""

import argparse
import json
from pathlib import Path
from statistics import fmean

import django

django.setup()

from bench.corpus.documents import topics
from bench.corpus.filling import fill
from bench.corpus.judging import grades, ndcg, queries
from policies import loaders
from policies.models import Policy
from policies.search import SearchQuery, find
from portal.core.loading import load_files

SYNONYMS = Path(loaders.__file__).parent.parent / "data" / "synonyms.yaml"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default="/dev/stdout")
    options = parser.parse_args()
    load_files([SYNONYMS])
    papers, themes, worth = fill(), topics(), []
    codes = dict(Policy.objects.values_list("pk", "code"))
    for query in queries():
        ranked = [codes[row.policy] for row in find(SearchQuery(words=query["q"])).rows]
        worth.append(ndcg(ranked, grades(query, papers, themes)))
    options.out.write_text(json.dumps({"worth": fmean(worth), "queries": len(worth), "documents": len(papers)}))


if __name__ == "__main__":
    main()
