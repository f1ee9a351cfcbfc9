"""Which pages an incremental build has to write again.

Sphinx writes a page again when its own source changed. But a page also shows titles of other pages,
in links, in lists, in its navigation. So for every output directory a file keeps a fingerprint of
what each page showed; a page whose fingerprint changed is written again.
"""
